import { ended, episode, said, started, usual, type Specimens } from '../../support/episodes.ts';
import { did, shop } from '../../support/world-tools.ts';

const world = { contracts: shop, world: {} };

export const specimens: Specimens = {
  breaks: {
    'one function under two names': episode(
      [
        started,
        ...did(1, 'make_function', { name: 'sum', body: 'a+b' }),
        ...did(2, 'make_function', { name: 'add', body: 'a+b' }),
        said('done'),
        ended,
      ],
      world,
    ),
    'under one name': episode(
      [
        started,
        ...did(1, 'make_function', { name: 'sum', body: 'a+b' }),
        ...did(2, 'make_function', { name: 'sum', body: 'a+b' }),
        said('done'),
        ended,
      ],
      world,
    ),
  },
  holds: {
    'two that differ': episode(
      [
        started,
        ...did(1, 'make_function', { name: 'sum', body: 'a+b' }),
        ...did(2, 'make_function', { name: 'difference', body: 'a-b' }),
        said('done'),
        ended,
      ],
      world,
    ),
    'one that was taken back before': episode(
      [
        started,
        ...did(1, 'make_function', { name: 'sum', body: 'a+b' }),
        ...did(2, 'unbook', {}, { undoes: 1 }),
        ...did(3, 'make_function', { name: 'add', body: 'a+b' }),
        said('done'),
        ended,
      ],
      world,
    ),
  },
  silent: {
    'nothing that creates': episode(usual),
    'nothing created': episode([started, ...did(1, 'book', { order: 7 }), said('done'), ended], world),
    'an empty ledger': episode(usual, world),
  },
};
