import { eventsOf, type Event, type EventOf } from '../domain/event.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import type { ChangeRow, EffectRow, WorldReport } from '../domain/report.ts';
import type { StateChange } from '../domain/tool-event.ts';
import { stateChanges } from '../world/index.ts';
import { short } from './short-text.ts';

/** The ledger of an episode and the difference between its first and its last snapshot; undefined where it had no world. */
export function worldReport(events: readonly Event[]): WorldReport | undefined {
  const snapshots = eventsOf(events, 'world-snapshot');
  const [first, last] = [snapshots.find(({ moment }) => moment === 'first'), snapshots.findLast(({ moment }) => moment === 'last')];
  if (first === undefined) return undefined;
  const effects = eventsOf(events, 'effect-committed');
  const undoneBy = new Map(effects.flatMap(({ effect, undoes }) => (undoes === undefined ? [] : [[undoes, effect] as const])));
  return {
    effects: effects.map((event) => effectRow(event, undoneBy.get(event.effect))),
    changes: last === undefined ? [] : stateChanges(first.state, last.state).map(changeRow),
  };
}

function effectRow(event: EventOf<'effect-committed'>, undoneBy: number | undefined): EffectRow {
  const call = `${event.tool}(${json(event.arguments)})`;
  return {
    effect: event.effect,
    event: event.seq,
    text: event.intent === undefined ? call : `${event.intent} by ${call}`,
    by: event.by,
    ...(event.undoes === undefined ? {} : { undoes: event.undoes }),
    ...(undoneBy === undefined ? {} : { undoneBy }),
    changes: event.changes.map(changeRow),
  };
}

function changeRow({ path, before, after }: StateChange): ChangeRow {
  return { path, ...(before === undefined ? {} : { before: json(before) }), ...(after === undefined ? {} : { after: json(after) }) };
}

function json(value: Json): string {
  return short(canonicalJson(value), 300);
}
