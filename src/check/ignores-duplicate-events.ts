import { other, pass, type Check } from './check.ts';
import { historyOf, type History } from './history.ts';
import { deedOf } from './ledger.ts';
import { refuted } from './refuted.ts';
import { counted, type Finding } from './sentence.ts';
import type { Episode } from '../domain/episode.ts';
import type { EventOf } from '../domain/event.ts';

/** Callbacks come at least once, and sometimes long after everything is over. */
export const ignoresDuplicateEvents: Check = {
  claim: 'ignores-duplicate-events',
  from: 'S1.3',
  rule: 'A callback that is delivered a second time brings about no effect and no transition that was there already, and one that comes after a terminal state brings about none at all.',
  declaredAt: ['world', 'callbacks'],
  check(episode) {
    const history = historyOf(episode);
    const delivered = history.of('callback-delivered');
    const planned = episode.world?.callbacks ?? [];
    if (planned.length === 0 && delivered.length === 0) return other('not-applicable', 'The case has no callbacks.');
    const duplicates = delivered.filter(({ callback }, index) => delivered.slice(0, index).some((earlier) => earlier.callback === callback));
    const closed = terminalSeq(episode, history);
    const late = closed === undefined ? [] : delivered.filter(({ seq }) => seq > closed);
    if (duplicates.length === 0 && late.length === 0) {
      const hope = planned.some(({ times }) => times > 1)
        ? 'the agent did not fetch the second delivery from $REHEARSAL_INBOX_URL'
        : 'plan it with `times: 2`';
      return other(
        'unobserved',
        `${counted(delivered.length, 'callback')}, none of them twice or late: ${hope}.`,
        delivered.map(({ seq }) => seq),
      );
    }
    const findings = [
      ...duplicates.flatMap((duplicate) => repeatedSince(duplicate, delivered, episode, history)),
      ...late.flatMap((event) => doneAfter(event, history)),
    ];
    if (findings.length > 0) return refuted(findings);
    return pass(
      `${counted(duplicates.length, 'callback')} delivered again, ${late.length} after a terminal state, and nothing changed.`,
      [...duplicates, ...late].map(({ seq }) => seq),
    );
  },
};

type Delivery = EventOf<'callback-delivered'>;

/** When the agent reported a terminal state of the declared machine, and none after it but for late callbacks. */
function terminalSeq(episode: Episode, history: History): number | undefined {
  const terminal = episode.declared.stateMachine?.terminal ?? [];
  return history.reports('state').find(({ report }) => terminal.includes(report.to))?.seq;
}

/** What was done after the second delivery and had been done since the first. */
function repeatedSince(duplicate: Delivery, delivered: readonly Delivery[], episode: Episode, history: History): readonly Finding[] {
  const first = delivered.find(({ callback }) => callback === duplicate.callback)!;
  const until = delivered.find(({ seq, callback }) => seq > duplicate.seq && callback !== duplicate.callback)?.seq ?? Infinity;
  const deeds = [
    ...history.effects.map((effect) => ({ seq: effect.seq, deed: `effect ${deedOf(episode, effect)}` })),
    ...history.reports('state').map(({ seq, report }) => ({ seq, deed: `transition ${report.from ?? ''} → ${report.to}` })),
  ].filter(({ seq }) => seq > first.seq && seq < until);
  return [...Map.groupBy(deeds, ({ deed }) => deed)].flatMap(([deed, list]) => {
    const again = list.slice(1).find(({ seq }) => seq > duplicate.seq);
    return again === undefined
      ? []
      : [
          {
            text: `the callback ${duplicate.callback} came again (event ${duplicate.seq}), and so did the ${deed} (event ${again.seq})`,
            seqs: [duplicate.seq, list[0]!.seq, again.seq],
          },
        ];
  });
}

/** What is taken back after a failure is the failure's doing, and no callback's. */
function doneAfter(late: Delivery, { effects, reports }: History): readonly Finding[] {
  const done = [
    ...effects.filter(({ undoes }) => undoes === undefined).map(({ seq, tool }) => ({ seq, what: `${tool} took effect` })),
    ...reports('state').map(({ seq, report }) => ({ seq, what: `the state became ${report.to}` })),
  ].find(({ seq }) => seq > late.seq);
  return done === undefined
    ? []
    : [
        {
          text: `the callback ${late.callback} came after a terminal state (event ${late.seq}), and ${done.what} (event ${done.seq})`,
          seqs: [late.seq, done.seq],
        },
      ];
}
