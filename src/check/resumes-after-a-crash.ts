import type { Episode } from '../domain/episode.ts';
import type { Event, EventOf } from '../domain/event.ts';
import { eventsOf } from '../domain/event.ts';
import { isJsonObject } from '../domain/json.ts';
import { other, pass, type Check } from './check.ts';
import { historyOf, type History } from './history.ts';
import { contractOf, deedOf, standing } from './ledger.ts';
import { refuted } from './refuted.ts';
import { counted, listed, type Finding } from './sentence.ts';

/** An agent that is killed at any moment and started again must leave the world as if it never had been. */
export const resumesAfterACrash: Check = {
  claim: 'resumes-after-a-crash',
  from: 'S2.1 S1.2',
  rule: 'The effects that stand after a restart are those of the same case without one, with the same numbers in their arguments (`volatile` ones apart), and no step of a conversation that a model had answered, and that the agent had gone on from, is asked again.',
  declaredAt: ['world', 'restart'],
  check(episode) {
    const history = historyOf(episode);
    const [restart] = history.restarts;
    const plan = episode.world?.restart;
    if (restart === undefined) {
      return plan === undefined
        ? other('not-applicable', 'The agent was not restarted.')
        : other('invalid', `The agent was to be restarted after ${plan.after} number ${plan.occurrence}, which never came.`);
    }
    if (episode.reference === undefined)
      return other('unobserved', 'There is no run of the same case without its restart to compare with.', [restart]);
    const now = countDeeds(episode, standing(history.effects));
    const clean = countDeeds(episode, standing(eventsOf(episode.reference, 'effect-committed').filter(({ by }) => by === 'agent')));
    const findings: readonly Finding[] = [
      ...differences(now, clean, restart),
      ...otherAmounts(now, clean, restart),
      ...history.restarts.flatMap((seq) => paidAgain(history, episode.events, seq)),
    ];
    if (findings.length > 0) return refuted(findings);
    if (now.size === 0 && history.modelCalls.length === 0)
      return other('unobserved', 'Neither run had effects or calls of a model that could be compared.', [restart]);
    return pass(
      `Restarted ${counted(history.restarts.length, 'time')} (event ${listed(history.restarts.map(String))}); ${counted(now.size, 'effect')}, the same as without, and no finished call of a model was made again.`,
      [...history.restarts, ...history.effects.map(({ seq }) => seq)],
    );
  },
};

interface Deeds {
  readonly count: number;
  /** The numbers among the arguments, in the order of the names. Texts are left out: a model words them anew. */
  readonly amounts: readonly string[];
  readonly seqs: readonly number[];
}

function countDeeds(episode: Episode, effects: readonly EventOf<'effect-committed'>[]): ReadonlyMap<string, Deeds> {
  return new Map(
    [...Map.groupBy(effects, (effect) => deedOf(episode, effect))].map(([deed, list]) => [
      deed,
      { count: list.length, amounts: list.map((effect) => amountsOf(episode, effect)).toSorted(), seqs: list.map(({ seq }) => seq) },
    ]),
  );
}

function differences(now: ReadonlyMap<string, Deeds>, clean: ReadonlyMap<string, Deeds>, restart: number): readonly Finding[] {
  return [...new Set([...now.keys(), ...clean.keys()])].flatMap((deed) => {
    const [count, expected] = [now.get(deed)?.count ?? 0, clean.get(deed)?.count ?? 0];
    return count === expected
      ? []
      : [
          {
            text: `${deed} stands ${counted(count, 'time')} after the restart (event ${restart}), ${expected} without it`,
            seqs: [restart, ...(now.get(deed)?.seqs ?? [])],
          },
        ];
  });
}

function amountsOf(episode: Episode, effect: EventOf<'effect-committed'>): string {
  const contract = contractOf(episode, effect);
  const members = isJsonObject(effect.arguments) ? Object.entries(effect.arguments) : [];
  const numbers = members.filter(
    ([name, value]) => typeof value === 'number' && name !== contract?.key && contract?.volatile?.includes(name) !== true,
  );
  return numbers
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    .toSorted()
    .join(', ');
}

function otherAmounts(now: ReadonlyMap<string, Deeds>, clean: ReadonlyMap<string, Deeds>, restart: number): readonly Finding[] {
  return [...now].flatMap(([deed, { count, amounts, seqs }]) => {
    const expected = clean.get(deed);
    return expected?.count !== count || expected.amounts.join('; ') === amounts.join('; ')
      ? []
      : [
          {
            text: `${deed} was done with ${amounts.join('; ') || 'no amount'} after the restart (event ${restart}), with ${expected.amounts.join('; ') || 'no amount'} without it`,
            seqs: [restart, ...seqs],
          },
        ];
  });
}

/** Requests after a restart for what had been answered, and used, before it. An answer that came at the very moment of the crash may be asked for again. */
function paidAgain({ modelCalls, restarts }: History, events: readonly Event[], restart: number): readonly Finding[] {
  const next = restarts.find((seq) => seq > restart) ?? Infinity;
  const finished = new Map(
    modelCalls
      .filter(({ endSeq, outcome }) => outcome === 'ok' && endSeq! < restart && wentOn(events, endSeq!, restart))
      .map((call) => [`${call.state} ${call.request.model}`, call]),
  );
  return modelCalls.flatMap(({ seq, state, request }) => {
    const before = seq > restart && seq < next ? finished.get(`${state} ${request.model}`) : undefined;
    return before === undefined
      ? []
      : [
          {
            text: `${request.model} was asked again (event ${seq}) what it had answered before the restart (event ${before.endSeq!})`,
            seqs: [before.seq, restart, seq],
          },
        ];
  });
}

const acts: ReadonlySet<Event['kind']> = new Set(['model-request', 'tool-called', 'agent-reported', 'human-asked', 'answer', 'tool-result']);

function wentOn(events: readonly Event[], from: number, to: number): boolean {
  return events.some(({ seq, kind }) => seq > from && seq < to && acts.has(kind));
}
