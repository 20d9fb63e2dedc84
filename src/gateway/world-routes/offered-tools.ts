import type { ToolContract } from '../../domain/contract.ts';
import type { JsonObject } from '../../domain/json.ts';
import { askPersonDescription, askPersonInput, askPersonName, type World } from '../../world/index.ts';

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

/** Whether a name means the people of the world, unless the scenario has a tool of that name itself. */
export function asksPerson(world: World, name: string): boolean {
  return name === askPersonName && !world.offered.some((contract) => contract.name === name);
}

/** The tools of the world, one entry each, and the people among them. */
export function offeredTools(world: World): readonly OfferedTool[] {
  const own = world.offered.map(offeredTool);
  if (own.some(({ name }) => name === askPersonName)) return own;
  return [...own, { name: askPersonName, description: askPersonDescription, input: askPersonInput }];
}

function offeredTool({
  name,
  description,
  version,
  lifecycle,
  input,
  output,
  effect,
  dangerous,
  idempotent,
  key,
  usd,
  secondsMax,
  rateLimit,
}: ToolContract): OfferedTool {
  const told = { description, version, lifecycle, input, output, effect, dangerous, idempotent, key, usd, secondsMax, rateLimit };
  return { name, ...(Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)) as Omit<OfferedTool, 'name'>) };
}
