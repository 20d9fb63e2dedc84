import { asksModel, callsTool } from '../../support/operations.ts';
import { answered, asked, at, ended, episode, refused, reports, said, started, type Specimens } from '../../support/episodes.ts';

export const specimens: Specimens = {
  breaks: {
    'a tool, back at once': episode(
      [started, ...callsTool(1, 'a', 0, 1, 'temporary_error', { retryAfterSeconds: 5 }), ...callsTool(2, 'a', 100, 101), said('x'), at(9000, ended)],
      { world: {} },
    ),
    'asleep beyond the deadline': episode(
      [
        started,
        ...asksModel(1, 0, 10, 429, { retryAfter: 40 }),
        ...asksModel(2, 40_010, 40_020, 200, { attempt: 2 }),
        at(50_000, said('x')),
        at(50_000, ended),
      ],
      {
        limits: { seconds: 600 },
      },
    ),
    'asleep, and then it gives up': episode([
      started,
      ...asksModel(1, 0, 10, 429, { retryAfter: 90 }),
      at(70_000, said('failed')),
      at(70_000, ended),
    ]),
    'it notes that it waits, sleeps, and then gives up': episode([
      started,
      ...asksModel(1, 0, 10, 429, { retryAfter: 90 }),
      at(20, reports({ type: 'log', level: 'warning', message: 'waiting' })),
      at(70_000, said('failed')),
      at(70_000, ended),
    ]),
    'the second one leaves no time': episode(
      [
        started,
        ...asksModel(1, 0, 10, 429, { retryAfter: 20 }),
        ...asksModel(2, 20_010, 20_020, 429, { attempt: 2, retryAfter: 20 }),
        ...asksModel(3, 40_020, 40_030, 200, { attempt: 3 }),
        at(50_000, said('x')),
        at(50_000, ended),
      ],
      { limits: { seconds: 600 } },
    ),
    'back after 10 ms of a second': episode([started, asked(1), refused(1, 429, 1), asked(2, { attempt: 2 }), answered(2), said('fine'), ended]),
  },
  holds: {
    'no time left, and it gives up at once': episode([
      started,
      ...asksModel(1, 0, 10, 429, { retryAfter: 90 }),
      at(20, said('failed')),
      at(70_000, ended),
    ]),
    'no time left, and another is asked': episode([
      started,
      ...asksModel(1, 0, 10, 429, { retryAfter: 90 }),
      ...asksModel(2, 20, 30, 200, { attempt: 2, model: 'gpt-4o-mini' }),
      at(40, said('x')),
      at(70_000, ended),
    ]),
    'no time left, and the work is queued': episode([
      started,
      ...asksModel(1, 0, 10, 429, { retryAfter: 90 }),
      at(20, reports({ type: 'queued', item: 'a' })),
      at(70_000, said('queued')),
      at(70_000, ended),
    ]),
    'a tool, after its time': episode(
      [
        started,
        ...callsTool(1, 'a', 0, 1, 'temporary_error', { retryAfterSeconds: 5 }),
        ...callsTool(2, 'a', 5001, 5002),
        at(9000, said('x')),
        at(9000, ended),
      ],
      { world: {} },
    ),
    'back after 10 ms of 30 ms, within the tolerance': episode([
      started,
      asked(1),
      refused(1, 429, 0.03),
      asked(2, { attempt: 2 }),
      answered(2),
      said('fine'),
      ended,
    ]),
    'not back at all': episode([started, asked(1), refused(1, 429, 1), { kind: 'episode-ended', how: 'failed' }]),
  },
  silent: { 'a 429 without a time': episode([started, asked(1), refused(1, 429), asked(2, { attempt: 2 }), answered(2), said('fine'), ended]) },
};
