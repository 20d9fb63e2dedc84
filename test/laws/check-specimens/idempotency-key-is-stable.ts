import { ended, episode, said, started, usual, type Specimens } from '../../support/episodes.ts';
import { did, didButLost, shop, tried } from '../../support/world-tools.ts';

const world = { contracts: shop, world: {} };
const restarted = { kind: 'agent-restarted', run: 2, how: 'killed', text: 'killed' } as const;

export const specimens: Specimens = {
  breaks: {
    'a fresh key at every try': episode(
      [started, ...didButLost(1, 'pay_back', { order: 7, request: 'a' }), ...did(2, 'pay_back', { order: 7, request: 'b' }), said('done'), ended],
      world,
    ),
    'no key at all': episode([started, ...didButLost(1, 'pay_back', { order: 7 }), ...did(2, 'pay_back', { order: 7 }), said('done'), ended], world),
    'another key after a restart': episode(
      [
        started,
        ...didButLost(1, 'pay_back', { order: 7, request: 'a' }),
        restarted,
        ...did(2, 'pay_back', { order: 7, request: 'b' }),
        said('done'),
        ended,
      ],
      world,
    ),
    'one key for two orders': episode(
      [started, ...did(1, 'pay_back', { order: 7, request: 'a' }), ...did(2, 'pay_back', { order: 8, request: 'a' }), said('done'), ended],
      world,
    ),
  },
  holds: {
    'the same key, again': episode(
      [
        started,
        ...tried(1, 'pay_back', { order: 7, request: 'a' }, 'temporary_error'),
        ...did(2, 'pay_back', { order: 7, request: 'a' }),
        said('done'),
        ended,
      ],
      world,
    ),
    'the same key after a restart, another for another order': episode(
      [
        started,
        ...didButLost(1, 'pay_back', { order: 7, request: 'a' }),
        restarted,
        ...did(2, 'pay_back', { order: 7, request: 'a' }),
        ...did(3, 'pay_back', { order: 8, request: 'b' }),
        said('done'),
        ended,
      ],
      world,
    ),
  },
  silent: {
    'no write': episode(usual),
    'only reads': episode([started, ...tried(1, 'get_order', { order: 7 }), ...tried(2, 'get_order', { order: 7 }), said('done'), ended], world),
    'no write again': episode([started, ...did(1, 'pay_back', { order: 7, request: 'a' }), said('done'), ended], world),
  },
};
