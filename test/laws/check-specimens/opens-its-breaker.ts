import { at, ended, episode, given, said, started, usual, type Body, type Specimens } from '../../support/episodes.ts';
import { asksModel, callsTool } from '../../support/operations.ts';

/** Requests of one try each, one conversation each. */
const failures = (count: number, from = 1, startMs = 0): readonly Body[] =>
  Array.from({ length: count }, (_, index) =>
    asksModel(from + index, startMs + index * 100, startMs + index * 100 + 10, 503, { conversation: from + index }),
  ).flat();
const ask = (call: number, startMs: number, status: number): readonly Body[] =>
  asksModel(call, startMs, startMs + 10, status, { conversation: call });
const over = [at(300_000, said('fine')), at(300_000, ended)];
const task = (atMs: number, index: number): Body => at(atMs, { ...given, index } as Body);

export const specimens: Specimens = {
  breaks: {
    'a sixth, at once': episode([started, ...failures(6), ...over]),
    'after thirty seconds': episode([started, ...failures(5), ...ask(6, 30_410, 200), ...over]),
    'two probes at a time': episode([
      started,
      ...failures(5),
      at(60_500, ask(6, 0, 200)[0]!),
      ...ask(7, 60_600, 200),
      at(60_700, ask(6, 0, 200)[1]!),
      ...over,
    ]),
    'a flood after a probe that failed': episode([started, ...failures(5), ...ask(6, 60_500, 503), ...ask(7, 60_700, 200), ...over]),
    'a tool': episode(
      [
        started,
        ...[1, 2, 3, 4, 5].flatMap((call) => callsTool(call, 'a', call * 100, call * 100 + 10, 'temporary_error', { args: { call } })),
        ...callsTool(6, 'a', 1000, 1010, 'ok', { args: { call: 6 } }),
        ...over,
      ],
      { world: {} },
    ),
    'opened a second time, and asked': episode([
      started,
      ...failures(5),
      ...ask(6, 60_500, 200),
      ...failures(5, 7, 70_000),
      ...ask(12, 80_000, 200),
      ...over,
    ]),
    'sooner than the case allows': episode([started, ...failures(2), ...ask(3, 500, 200), ...over], {
      settings: { 'opens-its-breaker': { failures: 2 } },
    }),
  },
  holds: {
    'one probe after a minute closes it': episode([
      started,
      ...failures(5),
      ...ask(6, 60_500, 200),
      ...ask(7, 60_700, 200),
      ...ask(8, 60_710, 200),
      ...over,
    ]),
    'a failed probe, another minute': episode([
      started,
      ...failures(5),
      ...ask(6, 60_500, 503),
      ...ask(7, 120_600, 200),
      ...ask(8, 120_700, 200),
      ...over,
    ]),
    'another model meanwhile': episode([started, ...failures(5), ...asksModel(6, 500, 510, 200, { conversation: 6, model: 'gpt-4o-mini' }), ...over]),
    'the next task is not asked': episode([started, task(0, 0), ...failures(5), task(1000, 1), at(1010, said('queued', 1)), ...over], {
      tasks: ['a', 'b'],
    }),
    'what was in flight ends': episode([
      started,
      at(0, ask(9, 0, 503)[0]!),
      ...failures(5),
      at(500, ask(9, 0, 503)[1]!),
      ...ask(10, 61_000, 200),
      ...over,
    ]),
  },
  silent: {
    'nothing failed': episode(usual),
    'a client that hangs up after the last word of each answer': episode([
      started,
      ...[1, 2, 3, 4, 5, 6].flatMap((call): readonly Body[] => {
        const [asks, answers] = ask(call, call * 100, 200);
        return [asks!, at(call * 100 + 5, { kind: 'agent-hung-up', call }), answers!];
      }),
      ...over,
    ]),
    'four, then a success': episode([started, ...failures(4), ...ask(5, 500, 200), ...failures(4, 6, 600), ...over]),
    'five attempts at one thing': episode([
      started,
      ...[1, 2, 3, 4, 5, 6].flatMap((attempt) => asksModel(attempt, attempt, attempt, 503, { attempt })),
      ...over,
    ]),
    'four, then one that is refused for good: somebody is there': episode([
      started,
      ...failures(4),
      ...ask(5, 500, 404),
      ...failures(4, 6, 600),
      ...over,
    ]),
    'five that are refused for good': episode([started, ...[1, 2, 3, 4, 5, 6].flatMap((call) => ask(call, call * 100, 400)), ...over]),
    'nothing was left to do': episode([started, ...failures(5), ...over]),
  },
};
