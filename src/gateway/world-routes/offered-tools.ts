import type { JsonObject } from '../../domain/json.ts';
import type { World } from '../../world/index.ts';

/** A tool as agents may know it; what claims are held against (intent, compensation) is the scenario's alone. */
export interface OfferedTool {
  readonly name: string;
  readonly description?: string;
  readonly version?: string;
  readonly lifecycle?: string;
  readonly input: JsonObject;
  readonly output?: JsonObject;
  readonly effect?: string;
  readonly dangerous?: boolean;
  readonly idempotent?: boolean;
  readonly key?: string;
  readonly usd?: number;
  readonly secondsMax?: number;
  readonly rateLimit?: { readonly calls: number; readonly seconds: number };
}

/** The tools of the world, one entry each. */
export function offeredTools(world: World): readonly OfferedTool[] {
  return world.offered.map(
    ({ name, description, version, lifecycle, input, output, effect, dangerous, idempotent, key, usd, secondsMax, rateLimit }) => ({
      name,
      ...(description === undefined ? {} : { description }),
      ...(version === undefined ? {} : { version }),
      ...(lifecycle === undefined ? {} : { lifecycle }),
      input,
      ...(output === undefined ? {} : { output }),
      ...(effect === undefined ? {} : { effect }),
      ...(dangerous === undefined ? {} : { dangerous }),
      ...(idempotent === undefined ? {} : { idempotent }),
      ...(key === undefined ? {} : { key }),
      ...(usd === undefined ? {} : { usd }),
      ...(secondsMax === undefined ? {} : { secondsMax }),
      ...(rateLimit === undefined ? {} : { rateLimit }),
    }),
  );
}
