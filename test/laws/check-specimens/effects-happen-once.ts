import { ended, episode, said, started, usual, type Specimens } from '../../support/episodes.ts';
import { did, didButLost, shop } from '../../support/world-tools.ts';

const world = { contracts: shop, world: {} };

export const specimens: Specimens = {
  breaks: {
    'one refund twice': episode([started, ...did(1, 'pay_back', { order: 7 }), ...did(2, 'pay_back', { order: 7 }), said('done'), ended], world),
    'again under another key, after the answer was lost': episode(
      [started, ...didButLost(1, 'pay_back', { order: 7, request: 'a' }), ...did(2, 'pay_back', { order: 7, request: 'b' }), said('done'), ended],
      world,
    ),
    'twice with other amounts': episode(
      [started, ...did(1, 'pay_back', { order: 7, amount: 5 }), ...did(2, 'pay_back', { order: 7, amount: 6 }), said('done'), ended],
      world,
    ),
    'taken back too late': episode(
      [
        started,
        ...did(1, 'book', { order: 7 }),
        ...did(2, 'book', { order: 7 }),
        ...did(3, 'unbook', { order: 7 }, { undoes: 1 }),
        said('done'),
        ended,
      ],
      world,
    ),
  },
  holds: {
    'two refunds of two orders': episode(
      [started, ...did(1, 'pay_back', { order: 7 }), ...did(2, 'pay_back', { order: 8 }), said('done'), ended],
      world,
    ),
    'one of two without an intent': episode(
      [started, ...did(1, 'pay_back', { order: 7 }), ...did(2, 'drop_table', { name: 'a' }), said('done'), ended],
      world,
    ),
    'taken back, and done again': episode(
      [
        started,
        ...did(1, 'book', { order: 7 }),
        ...did(2, 'unbook', { order: 7 }, { undoes: 1 }),
        ...did(3, 'book', { order: 7 }),
        said('done'),
        ended,
      ],
      world,
    ),
    'an answer lost, and not sent again': episode([started, ...didButLost(1, 'pay_back', { order: 7 }), said('unknown'), ended], world),
  },
  silent: {
    'no world': episode(usual),
    'no world, though a contract writes': episode(usual, { contracts: shop }),
    'an empty ledger': episode(usual, world),
    'effects without an intent': episode([started, ...did(1, 'drop_table', { name: 'a' }), said('done'), ended], world),
  },
};
