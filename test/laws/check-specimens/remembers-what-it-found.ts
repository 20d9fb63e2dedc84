import { ended, episode, said, started, used, usual, type Body, type Specimens } from '../../support/episodes.ts';
import { did, shop, tried } from '../../support/world-tools.ts';

const declared = { facts: [{ from: { tool: 'get_order', member: 'total' }, usedBy: { tool: 'pay_back', argument: 'amount' } }] };
const world = { contracts: shop, world: {}, declared };
const tells = (call: number, total: number, order = 7, outcome: 'ok' | 'unknown' = 'ok'): readonly Body[] =>
  tried(call, 'get_order', { order }, outcome, { status: 'success', total });

export const specimens: Specimens = {
  breaks: {
    'another amount': episode([started, ...tells(1, 49.9), ...did(2, 'pay_back', { order: 7, amount: 50 }), said('done'), ended], world),
    'as a text': episode([started, ...tells(1, 49.9), ...did(2, 'pay_back', { order: 7, amount: '49.9' }), said('done'), ended], world),
    'no amount': episode([started, ...tells(1, 49.9), ...did(2, 'pay_back', { order: 7 }), said('done'), ended], world),
    'the amount of another order': episode(
      [started, ...tells(1, 49.9), ...tells(2, 10, 8), ...did(3, 'pay_back', { order: 7, amount: 10 }), said('done'), ended],
      world,
    ),
    'an amount that nobody told': episode([started, ...did(1, 'pay_back', { order: 7, amount: 49.9 }), said('done'), ended], world),
    'an answer that was lost': episode(
      [started, ...tells(1, 49.9, 7, 'unknown'), ...did(2, 'pay_back', { order: 7, amount: 49.9 }), said('done'), ended],
      world,
    ),
  },
  holds: {
    'the same amount': episode([started, ...tells(1, 49.9), ...did(2, 'pay_back', { order: 7, amount: 49.9 }), said('done'), ended], world),
    'two orders, each its own': episode(
      [
        started,
        ...tells(1, 49.9),
        ...tells(2, 10, 8),
        ...did(3, 'pay_back', { order: 7, amount: 49.9 }),
        ...did(4, 'pay_back', { order: 8, amount: 10 }),
        said('done'),
        ended,
      ],
      world,
    ),
    'told in a conversation': episode(
      [
        started,
        { ...used(1, 'get_order', { order: 7 }), text: '{"total":5}' } as Body,
        used(2, 'pay_back', { order: 7, amount: 5 }),
        said('done'),
        ended,
      ],
      {
        contracts: shop,
        declared,
      },
    ),
  },
  silent: { 'no facts': episode(usual), 'not needed': episode([started, ...tells(1, 49.9), said('done'), ended], world) },
};
