import type { Event } from '../../domain/event.ts';
import type { Flake } from '../../domain/exploration.ts';
import { canonicalJson } from '../../domain/json.ts';

/** Times are the machine's, unless the clock is virtual; what happened, and in which order, is the agent's. */
const times = new Set(['atMs', 'latencyMs']);

/** Where two histories of the same story part; undefined where they are one. */
export function firstDifference(once: readonly Event[], again: readonly Event[]): Flake['firstDifference'] {
  for (let index = 0; index < Math.max(once.length, again.length); index++) {
    const [a, b] = [textOf(once[index]), textOf(again[index])];
    if (a === b) continue;
    return { event: index + 1, ...(a === undefined ? {} : { once: a }), ...(b === undefined ? {} : { again: b }) };
  }
  return undefined;
}

function textOf(event: Event | undefined): string | undefined {
  if (event === undefined) return undefined;
  return canonicalJson(Object.fromEntries(Object.entries(event).filter(([name]) => !times.has(name))));
}
