import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RehearsalFailure } from '../../domain/failure.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { CasePlan } from '../../domain/scenario.ts';
import { createRealClock } from '../../gateway/index.ts';
import { createWorld, loadHandlers } from '../../world/index.ts';

/** Calls a tool of the case's world on a copy of a state, in a folder of its own: what it does is seen by nobody else. */
export function openSandbox(plan: CasePlan): (tool: string, args: JsonObject, state: Json) => Promise<Json> {
  return async (tool, args, state) => {
    if (plan.world?.handlers === undefined)
      throw new RehearsalFailure('CONFIGURATION_INVALID', `${plan.id} has no world whose tool ${tool} could be called.`, {
        hint: 'A property calls tools of `world.tools`; see docs/PROPERTIES.md.',
      });
    const { tools } = await loadHandlers(plan.world.handlers);
    const folder = mkdtempSync(join(tmpdir(), 'rehearsal-sandbox-'));
    const over = new AbortController();
    try {
      const world = createWorld({
        plan: { ...plan.world, state: state as JsonObject, callbacks: [], people: { levels: [], replies: [] } },
        contracts: plan.contracts,
        handlers: tools,
        clock: createRealClock(),
        seed: 1,
        folder,
        emit: () => undefined,
        strike: () => [],
        strikePeople: () => [],
        crosses: () => true,
      });
      return (await world.tools.call({ name: tool, arguments: args, via: 'http', signal: over.signal, crosses: () => true })).result;
    } finally {
      over.abort();
      rmSync(folder, { recursive: true, force: true });
    }
  };
}
