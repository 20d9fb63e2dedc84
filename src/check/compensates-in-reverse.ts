import { canonicalJson } from '../domain/json.ts';
import type { EventOf } from '../domain/event.ts';
import { other, pass, type Check } from './check.ts';
import { historyOf } from './history.ts';
import { contractOf, withoutEffects } from './ledger.ts';
import { refuted } from './refuted.ts';
import { counted, listed, type Finding } from './sentence.ts';
import { failureOf } from './task-failure.ts';

type Effect = EventOf<'effect-committed'>;

/** Half a transaction is worse than none: on failure the stack is unwound from the top, and only what was really done is taken back. */
export const compensatesInReverse: Check = {
  claim: 'compensates-in-reverse',
  from: 'S4.4',
  rule: 'After a task failed for good, each effect whose contract has a `compensation` is taken back exactly once, the last one first, and nothing that was never done; or else the world is as it was at first.',
  declaredAt: ['tools'],
  check(episode) {
    const compensations = new Set(episode.contracts.flatMap(({ compensation }) => (compensation === undefined ? [] : [compensation.tool])));
    if (compensations.size === 0) return other('not-applicable', 'No contract has a `compensation`.');
    const missing = withoutEffects(episode);
    if (missing !== undefined) return missing;
    const history = historyOf(episode);
    const undoing = history.effects.filter(({ undoes }) => undoes !== undefined);
    const failure = failureOf(episode);
    const fates = new Set(history.reports('state').map(({ report }) => report.request));
    if (failure !== undefined && fates.size > 1)
      return other(
        'unobserved',
        `${counted(fates.size, 'request')} were under way, and which effect belongs to the one that failed is not known: one request a case would test this.`,
        failure.seqs,
      );
    if (failure === undefined)
      return other(
        'not-applicable',
        'Nothing failed for good after an effect: a fault that makes a later step fail would test this.',
        undoing.map(({ seq }) => seq),
      );
    const done = history.effects.filter((effect) => effect.undoes === undefined && contractOf(episode, effect)?.compensation !== undefined);
    const idle = history.calls.filter(
      ({ tool, effects, outcome }) =>
        compensations.has(tool) &&
        undoing.length + done.length > 0 &&
        effects.length > 0 &&
        outcome === 'ok' &&
        effects.every(({ undoes }) => undoes === undefined) &&
        isAfterAll(done, effects[0]!),
    );
    const evidence = [...failure.seqs, ...done.map(({ seq }) => seq), ...undoing.map(({ seq }) => seq)];
    if (done.length === 0 && idle.length === 0)
      return other('not-applicable', `The task failed (${failure.why}) before anything was done that can be taken back.`, failure.seqs);
    const [first, last] = (['first', 'last'] as const).map((moment) => history.of('world-snapshot').find((snapshot) => snapshot.moment === moment));
    if (first !== undefined && last !== undefined && canonicalJson(first.state) === canonicalJson(last.state)) {
      return pass(`The task failed (${failure.why}), and the world is as it was at first (events ${first.seq} and ${last.seq}).`, [
        ...evidence,
        first.seq,
        last.seq,
      ]);
    }
    const findings: readonly Finding[] = [
      ...idle.map(({ tool, seq }) => ({ text: `${tool} took back what was never done (event ${seq})`, seqs: [seq] })),
      ...done.flatMap((effect): readonly Finding[] => {
        const times = undoing.filter(({ undoes }) => undoes === effect.effect);
        if (times.length === 1) return [];
        return [
          {
            text: `${effect.tool} (effect ${effect.effect}) was ${times.length === 0 ? 'never taken back' : `taken back ${times.length} times`}, expected once`,
            seqs: [effect.seq, ...times.map(({ seq }) => seq)],
          },
        ];
      }),
      ...outOfOrder(undoing),
    ];
    if (findings.length > 0) return refuted([{ text: `the task failed: ${failure.why}`, seqs: failure.seqs }, ...findings]);
    return pass(
      `The task failed (${failure.why}); ${counted(done.length, 'effect')}, taken back in the order ${listed(undoing.map(({ undoes }) => String(undoes)))}.`,
      evidence,
    );
  },
};

function isAfterAll(done: readonly Effect[], effect: Effect): boolean {
  return done.every(({ seq }) => seq < effect.seq);
}

/** Effects have their numbers in the order in which they were committed; they must be taken back with falling ones. */
function outOfOrder(undoing: readonly Effect[]): readonly Finding[] {
  const order = [...new Set(undoing.map(({ undoes }) => undoes!))];
  const place = order.findIndex((effect, index) => index > 0 && effect > order[index - 1]!);
  if (place < 0) return [];
  return [
    {
      text: `effects were taken back in the order ${listed(order.map(String))}, expected ${listed(order.toSorted((a, b) => b - a).map(String))}`,
      seqs: undoing.map(({ seq }) => seq),
    },
  ];
}
