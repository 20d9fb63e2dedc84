import type { Episode } from '../../../src/domain/episode.ts';
import { at, ended, episode, said, started, usual, type SetSpecimens } from '../../support/episodes.ts';
import { asksModel, callsTool, retries } from '../../support/operations.ts';

/** Eight repeats, each with gaps of its own. */
const repeats = (gaps: (index: number) => readonly number[]): readonly Episode[] =>
  Array.from({ length: 8 }, (_, index) => episode([started, ...retries(1, 1, 0, gaps(index)), at(90_000, said('fine')), at(90_000, ended)]));
/** 25 % one-sided jitter. */
const jittered = (ms: number, index: number): number => Math.round(ms * (1 - (index % 8) / 32));

export const specimens: SetSpecimens = {
  breaks: {
    'always after one second': repeats((index) => [jittered(1000, index), jittered(1000, index + 3), jittered(1000, index + 5)]),
    linearly: repeats((index) => [jittered(1000, index), jittered(1400, index + 3), jittered(1800, index + 5)]),
    'at once': repeats(() => [0, 0, 0]),
    'too steeply': repeats((index) => [jittered(100, index), jittered(1000, index)]),
    'without jitter': repeats(() => [500, 1000, 2000]),
    'a tool, always at once': Array.from({ length: 8 }, () =>
      episode(
        [
          started,
          ...callsTool(1, 'a', 0, 5, 'temporary_error'),
          ...callsTool(2, 'a', 6, 10, 'temporary_error'),
          ...callsTool(3, 'a', 11, 15),
          at(20, said('fine')),
          at(20, ended),
        ],
        { world: {} },
      ),
    ),
  },
  holds: {
    'doubling, with jitter': repeats((index) => [jittered(500, index), jittered(1000, index + 3), jittered(2000, index + 5)]),
    'up to a cap': repeats((index) => [jittered(500, index), jittered(1000, index + 3), jittered(1000, index + 5), jittered(1000, index + 1)]),
    'eight operations of one episode': [
      episode([
        started,
        ...Array.from({ length: 8 }, (_, index) =>
          retries(index * 3 + 1, index + 1, index * 10_000, [jittered(500, index), jittered(1000, index + 3)]),
        ).flat(),
        at(90_000, said('fine')),
        at(90_000, ended),
      ]),
    ],
    'apart from what Retry-After asks for': Array.from({ length: 8 }, (_, index) =>
      episode([
        started,
        ...asksModel(1, 0, 0, 503, { attempt: 1 }),
        ...asksModel(2, jittered(500, index), jittered(500, index), 503, { attempt: 2 }),
        ...asksModel(3, 2000, 2000, 429, { attempt: 3, retryAfter: 10 }),
        ...asksModel(4, 12_000, 12_000, 200, { attempt: 4 }),
        at(90_000, said('fine')),
        at(90_000, ended),
      ]),
    ).map((one, index) => ({
      ...one,
      events: one.events.map((event) => (event.atMs === 2000 ? { ...event, atMs: jittered(500, index) + jittered(1000, index + 3) } : event)),
    })),
  },
  silent: {
    'nothing retried': [episode(usual)],
    'too few': repeats((index) => [jittered(500, index), jittered(1000, index)]).slice(0, 7),
    'only one gap each': repeats((index) => [jittered(500, index)]),
  },
};
