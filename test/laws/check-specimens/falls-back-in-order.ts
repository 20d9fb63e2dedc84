import { asksPerson, at, ended, episode, given, reports, said, started, usual, type Body, type Specimens } from '../../support/episodes.ts';
import { asksModel } from '../../support/operations.ts';

const declared = { declared: { fallbacks: ['big', 'small', 'queue'] } };
const ask = (call: number, model: string, status: number, conversation = 1): readonly Body[] =>
  asksModel(call, call * 100, call * 100 + 10, status, { conversation, model, attempt: call > 1 && conversation === 1 ? call : 1 });
const degraded = at(5000, said({ answer: 'x', degraded: true }));
const over = at(90_000, ended);
const task = (atMs: number, index: number): Body => at(atMs, { ...given, index } as Body);

export const specimens: Specimens = {
  breaks: {
    'after four failures in other tasks': episode(
      [
        started,
        ...[1, 2, 3, 4].flatMap((call) => [
          task(call * 1000, call),
          ...asksModel(call * 2, call * 1000 + 1, call * 1000 + 2, 503, { model: 'big', conversation: call }),
          ...asksModel(call * 2 + 1, call * 1000 + 3, call * 1000 + 4, 200, { model: 'small', conversation: call, attempt: 2 }),
          at(call * 1000 + 5, said({ degraded: true }, call)),
        ]),
        task(6000, 6),
        ...asksModel(12, 6001, 6002, 200, { model: 'small', conversation: 6 }),
        at(6003, said({ degraded: true }, 6)),
        over,
      ],
      { ...declared, tasks: ['a', 'b', 'c', 'd', 'e'] },
    ),
    'the fallback first': episode([started, ...ask(1, 'small', 200), degraded, over], declared),
    'both at once': episode([started, ...ask(1, 'big', 200), ...ask(2, 'small', 200), degraded, over], declared),
    'nobody can see it': episode([started, ...ask(1, 'big', 503), ...ask(2, 'small', 200), at(5000, said('fine')), over], declared),
    'the fallback is not asked': episode([started, ...ask(1, 'big', 503), at(5000, said('failed')), over], declared),
    'the task is lost': episode([started, ...ask(1, 'big', 503), ...ask(2, 'small', 503), at(5000, said('failed')), over], declared),
    'the primary is never used again': episode(
      [
        started,
        task(0, 0),
        ...ask(1, 'big', 503),
        ...ask(2, 'small', 200),
        degraded,
        task(70_000, 1),
        ...asksModel(3, 70_100, 70_110, 200, { model: 'small', conversation: 2 }),
        at(80_000, said({ degraded: true }, 1)),
        over,
      ],
      { ...declared, tasks: ['a', 'b'] },
    ),
  },
  holds: {
    'after five failures in other tasks': episode(
      [
        started,
        ...[1, 2, 3, 4, 5].flatMap((call) => [
          task(call * 1000, call),
          ...asksModel(call * 2, call * 1000 + 1, call * 1000 + 2, 503, { model: 'big', conversation: call }),
          ...asksModel(call * 2 + 1, call * 1000 + 3, call * 1000 + 4, 200, { model: 'small', conversation: call, attempt: 2 }),
          at(call * 1000 + 5, said({ degraded: true }, call)),
        ]),
        task(6000, 6),
        ...asksModel(12, 6001, 6002, 200, { model: 'small', conversation: 6 }),
        at(6003, said({ degraded: true }, 6)),
        over,
      ],
      { ...declared, tasks: ['a', 'b', 'c', 'd', 'e', 'f'] },
    ),
    'after the primary failed': episode([started, ...ask(1, 'big', 503), ...ask(2, 'small', 200), degraded, over], declared),
    'labelled by a report': episode(
      [
        started,
        ...ask(1, 'big', 503),
        ...ask(2, 'small', 200),
        at(300, reports({ type: 'fallback', from: 'big', to: 'small', degraded: true })),
        at(5000, said('fine')),
        over,
      ],
      declared,
    ),
    'queued when all failed': episode(
      [started, ...ask(1, 'big', 503), ...ask(2, 'small', 503), at(300, reports({ type: 'queued', item: 'a' })), at(5000, said('queued')), over],
      declared,
    ),
    'to a person when all failed': episode(
      [started, ...ask(1, 'big', 503), ...ask(2, 'small', 503), at(300, asksPerson(1)), at(5000, said('escalated')), over],
      {
        declared: { fallbacks: ['big', 'small', 'person'] },
      },
    ),
    'while the breaker is open, then the primary': episode(
      [
        started,
        task(0, 0),
        ...ask(1, 'big', 503),
        at(190, reports({ type: 'breaker', name: 'big', state: 'open' })),
        ...ask(2, 'small', 200),
        at(400, said({ degraded: true })),
        task(500, 1),
        ...asksModel(3, 600, 610, 200, { model: 'small', conversation: 2 }),
        at(700, said({ degraded: true }, 1)),
        task(70_000, 2),
        ...asksModel(4, 70_100, 70_110, 200, { model: 'big', conversation: 3 }),
        at(80_000, said('fine', 2)),
        over,
      ],
      { ...declared, tasks: ['a', 'b', 'c'] },
    ),
  },
  silent: {
    'no fallbacks': episode(usual),
    'the primary works': episode([started, ...ask(1, 'big', 200), at(300, said('fine')), over], declared),
    'neither was asked': episode(usual, declared),
  },
};
