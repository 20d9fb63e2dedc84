import { did, shop, tried } from '../../support/world-tools.ts';
import { asked, ended, episode, said, started, used, usual, type Body, type Specimens } from '../../support/episodes.ts';

export const specimens: Specimens = {
  breaks: {
    'one call in a world, four times': episode(
      [started, ...[1, 2, 3, 4].flatMap((call) => tried(call, 'get_order', { order: 7 })), said('fine'), ended],
      { contracts: shop, world: {} },
    ),
    'one record updated without end': episode(
      [started, ...Array.from({ length: 11 }, (_, call) => did(call + 1, 'book', { order: 7, note: `n${call}` })).flat(), said('fine'), ended],
      { contracts: shop, world: {} },
    ),
    'three steps in turn, three times, with a fresh key each': episode(
      [
        started,
        ...[1, 2, 3].flatMap((round) => [
          ...tried(round * 3, 'get_order', { order: 7 }),
          ...tried(round * 3 + 1, 'get_order', { order: 8 }),
          ...tried(round * 3 + 2, 'pay_back', { order: 7, request: `k${round}` }, 'permanent_error'),
        ]),
        said('fine'),
        ended,
      ],
      { contracts: shop, world: {} },
    ),
    'one call, four times the same': episode([started, asked(1), ...[1, 2, 3, 4].map((call) => used(call, 'search')), said('fine'), ended]),
    'two calls in turn, three times': episode([
      started,
      asked(1),
      ...[1, 2, 3].flatMap((call) => [used(call, 'read'), used(call, 'write')]),
      said('fine'),
      ended,
    ]),
  },
  holds: {
    'the same call in four tasks': episode([
      started,
      ...[0, 1, 2, 3].flatMap((index): readonly Body[] => [
        { kind: 'task-given', index, task: `t${index}` },
        used(index + 1, 'search'),
        said('fine', index),
      ]),
      ended,
    ]),

    'retries of one operation are one step': episode(
      [
        started,
        ...[1, 2, 3, 4, 5].flatMap((call) => tried(call, 'get_order', { order: 7 }, call < 5 ? 'temporary_error' : 'ok')),
        said('fine'),
        ended,
      ],
      { contracts: shop, world: {} },
    ),
    'polling that is declared': episode(
      [started, ...Array.from({ length: 9 }, (_, call) => tried(call + 1, 'status', { job: 1 })).flat(), said('fine'), ended],
      {
        contracts: [{ name: 'status', input: {}, polling: true }],
        world: {},
      },
    ),
    'ten updates': episode(
      [started, ...Array.from({ length: 10 }, (_, call) => did(call + 1, 'book', { order: 7, note: `n${call}` })).flat(), said('fine'), ended],
      {
        contracts: shop,
        world: {},
      },
    ),
    'three times the same': episode([started, asked(1), ...[1, 2, 3].map((call) => used(call, 'search')), said('fine'), ended]),
    'one tool, other arguments each time': episode([
      started,
      asked(1),
      ...[1, 2, 3, 4, 5, 6].map((call) => used(call, 'search', { page: call })),
      said('fine'),
      ended,
    ]),
  },
  silent: { 'no tool': episode(usual) },
};
