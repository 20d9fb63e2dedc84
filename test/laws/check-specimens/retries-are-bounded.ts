import { callsTool } from '../../support/operations.ts';
import { answered, asked, at, ended, episode, said, started, usual, type Body, type Specimens } from '../../support/episodes.ts';

export const specimens: Specimens = {
  breaks: {
    'six calls of a tool': episode(
      [
        started,
        ...[1, 2, 3, 4, 5, 6].flatMap((call) => callsTool(call, 'a', call * 10, call * 10 + 1, 'temporary_error')),
        said('x'),
        at(100, ended),
      ],
      { world: {} },
    ),
    'three layers of two, of which each knows nothing': episode([
      started,
      ...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((call) => [asked(call, { attempt: call, stream: call % 2 === 0 }), answered(call, { status: 500 })]),
      ended,
    ]),
    'six attempts': episode([
      started,
      ...[1, 2, 3, 4, 5, 6].flatMap((call) => [asked(call, { attempt: call }), answered(call, { status: 500 })]),
      ended,
    ]),
  },
  holds: {
    'three attempts in each of two tasks': episode([
      started,
      ...[0, 1].flatMap((index): readonly Body[] => [
        { kind: 'task-given', index, task: 't' },
        ...[1, 2, 3].flatMap((call) => [asked(index * 3 + call, { attempt: index * 3 + call }), answered(index * 3 + call, { status: 500 })]),
        said('it waits', index),
      ]),
      ended,
    ]),

    'three of one model, three of its fallback': episode([
      started,
      ...[1, 2, 3, 4, 5, 6].flatMap((call) => [
        asked(call, { attempt: call, model: call < 4 ? 'gpt-4o' : 'gpt-4o-mini' }),
        answered(call, { status: 500 }),
      ]),
      said('fine'),
      ended,
    ]),
    'five calls of a tool': episode(
      [started, ...[1, 2, 3, 4, 5].flatMap((call) => callsTool(call, 'a', call * 10, call * 10 + 1, 'temporary_error')), said('x'), at(100, ended)],
      { world: {} },
    ),
    'five attempts': episode([
      started,
      ...[1, 2, 3, 4, 5].flatMap((call) => [asked(call, { attempt: call }), answered(call, { status: 500 })]),
      said('fine'),
      ended,
    ]),
  },
  silent: {
    'a tool that succeeds each time': episode(
      [started, ...[1, 2, 3, 4, 5, 6].flatMap((call) => callsTool(call, 'a', call * 10, call * 10 + 1)), said('x'), at(100, ended)],
      { world: {} },
    ),
    'a tool that is polled': episode(
      [
        started,
        ...[1, 2, 3, 4, 5, 6].flatMap((call) => callsTool(call, 'a', call * 10, call * 10 + 1, 'temporary_error')),
        said('x'),
        at(100, ended),
      ],
      {
        world: {},
        contracts: [{ name: 'a', input: {}, polling: true }],
      },
    ),
    'no retry': episode(usual),
    'no model call': episode([started, said('x'), ended]),
  },
};
