import { ended, episode, said, started, usual, type Specimens } from '../../support/episodes.ts';
import { did, didButLost, shop, tried } from '../../support/world-tools.ts';

const world = { contracts: shop, world: {} };

export const specimens: Specimens = {
  breaks: {
    'another amount for the same intent': episode(
      [started, ...didButLost(1, 'pay_back', { order: 7, amount: 5 }), ...did(2, 'pay_back', { order: 7, amount: 6 }), said('done'), ended],
      world,
    ),
    'sent again blindly': episode(
      [started, ...didButLost(1, 'pay_back', { order: 7 }), ...did(2, 'pay_back', { order: 7 }), said('done'), ended],
      world,
    ),
    'with a fresh key': episode(
      [started, ...didButLost(1, 'pay_back', { order: 7, request: 'a' }), ...did(2, 'pay_back', { order: 7, request: 'b' }), said('done'), ended],
      world,
    ),
    'after a look at another order': episode(
      [
        started,
        ...didButLost(1, 'pay_back', { order: 7 }),
        ...tried(2, 'get_order', { order: 8 }),
        ...did(3, 'pay_back', { order: 7 }),
        said('done'),
        ended,
      ],
      world,
    ),
    'after a look that failed': episode(
      [
        started,
        ...didButLost(1, 'pay_back', { order: 7 }),
        ...tried(2, 'get_order', { order: 7 }, 'temporary_error'),
        ...did(3, 'pay_back', { order: 7 }),
        said('done'),
        ended,
      ],
      world,
    ),
    'by an agent that was killed while it waited': episode(
      [
        started,
        ...did(1, 'pay_back', { order: 7 }).slice(0, 2),
        { kind: 'agent-restarted', run: 2, how: 'killed', text: 'killed' },
        ...did(2, 'pay_back', { order: 7 }),
        said('done'),
        ended,
      ],
      world,
    ),
  },
  holds: {
    'another order meanwhile': episode(
      [started, ...didButLost(1, 'pay_back', { order: 7 }), ...did(2, 'pay_back', { order: 8 }), said('done'), ended],
      world,
    ),
    'with the same key': episode(
      [started, ...didButLost(1, 'pay_back', { order: 7, request: 'a' }), ...did(2, 'pay_back', { order: 7, request: 'a' }), said('done'), ended],
      world,
    ),
    'after a look': episode(
      [
        started,
        ...didButLost(1, 'pay_back', { order: 7 }),
        ...tried(2, 'get_order', { order: 7 }),
        ...did(3, 'pay_back', { order: 7 }),
        said('done'),
        ended,
      ],
      world,
    ),
    'not at all': episode([started, ...didButLost(1, 'pay_back', { order: 7 }), said('not known'), ended], world),
  },
  silent: {
    'no call': episode(usual, world),
    'no answer lost': episode([started, ...did(1, 'pay_back', { order: 7 }), said('done'), ended], world),
    'a look, but nobody says at what': episode(
      [
        started,
        ...didButLost(1, 'drop_table', { name: 'a' }),
        ...tried(2, 'get_order', { order: 7 }),
        ...did(3, 'drop_table', { name: 'a' }),
        said('done'),
        ended,
      ],
      world,
    ),
  },
};
