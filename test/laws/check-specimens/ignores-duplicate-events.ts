import { committed, ended, episode, reports, said, started, usual, type Body, type Specimens } from '../../support/episodes.ts';
import { did, shop } from '../../support/world-tools.ts';

const planned = { contracts: shop, world: { callbacks: [{ id: 'paid', event: {}, afterSeconds: 0, times: 2 }] } };
const machine = { stateMachine: { initial: 'A', terminal: ['DONE'], transitions: [] } };
const came = (delivery: number, callback = 'paid'): Body => ({ kind: 'callback-delivered', callback, delivery, event: {} });
const to = (state: string): Body => reports({ type: 'state', to: state });

export const specimens: Specimens = {
  breaks: {
    'shipped again': episode(
      [started, came(1), ...did(1, 'ship', { order: 7 }), came(2), ...did(2, 'ship', { order: 7 }), said('done'), ended],
      planned,
    ),
    'both came at once, shipped twice': episode(
      [started, came(1), came(2), ...did(1, 'ship', { order: 7 }), ...did(2, 'ship', { order: 7 }), said('done'), ended],
      planned,
    ),
    'the same transition again': episode([started, came(1), to('PAID'), came(2), to('PAID'), said('done'), ended], planned),
    'late, and shipped': episode([started, to('DONE'), came(1), ...did(1, 'ship', { order: 7 }), said('done'), ended], {
      ...planned,
      declared: machine,
    }),
    'late, and another state': episode([started, to('DONE'), came(1), to('PAID'), said('done'), ended], { ...planned, declared: machine }),
  },
  holds: {
    'shipped once': episode([started, came(1), ...did(1, 'ship', { order: 7 }), came(2), said('done'), ended], planned),
    'both came at once, shipped once': episode([started, came(1), came(2), ...did(1, 'ship', { order: 7 }), said('done'), ended], planned),
    'another callback meanwhile': episode(
      [started, came(1), ...did(1, 'ship', { order: 7 }), came(2), came(1, 'paid again'), ...did(2, 'ship', { order: 8 }), said('done'), ended],
      planned,
    ),
    'late, while what failed is taken back': episode(
      [started, to('DONE'), came(1), committed(3, 'unship', { arguments: { order: 7 }, undoes: 1 }), said('it failed'), ended],
      { ...planned, declared: machine },
    ),
    'late, and ignored': episode([started, to('DONE'), came(1), said('done'), ended], { ...planned, declared: machine }),
  },
  silent: { 'no callbacks': episode(usual), 'each once': episode([started, came(1), said('done'), ended], planned) },
};
