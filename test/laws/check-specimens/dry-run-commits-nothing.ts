import { ended, episode, said, started, usual, type Specimens } from '../../support/episodes.ts';
import { did, shop, tried } from '../../support/world-tools.ts';

const world = { contracts: shop, world: { dryRun: true } };

export const specimens: Specimens = {
  breaks: {
    'a letter goes out': episode([started, ...did(1, 'send_letter', { to: 'ann' }), said('done'), ended], world),
    'and is taken back, which is too late': episode(
      [started, ...did(1, 'book', { order: 7 }), ...did(2, 'unbook', { order: 7 }, { undoes: 1 }), said('done'), ended],
      world,
    ),
  },
  holds: {
    'it only looks': episode([started, ...tried(1, 'get_order', { order: 7 }), said('would pay back'), ended], world),
    'it says what it would do': episode(usual, world),
  },
  silent: {
    'no dry run': episode([started, ...did(1, 'send_letter', { to: 'ann' }), ended], { contracts: shop, world: {} }),
    'nothing done': episode([started, ended], world),
  },
};
