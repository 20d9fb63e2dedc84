import { answered, asked, ended, episode, said, started, used, usual, type Body, type Specimens } from '../../support/episodes.ts';
import { did, didButLost, shop, tried } from '../../support/world-tools.ts';

const world = { contracts: shop, world: {}, declared: { required: [{ tool: 'pay_back', arguments: { order: 7 } }] } };
const order = tried(9, 'get_order', { order: 7 }, 'ok', { status: 'success', invoice: 'RF-2041', amount: 4500, parts: [1500, 3000] });

export const specimens: Specimens = {
  breaks: {
    'never called': episode([started, said('The refund is done.'), ended], world),
    'it failed': episode([started, ...tried(1, 'pay_back', { order: 7 }, 'permanent_error'), said({ status: 'success' }), ended], world),
    'another order': episode([started, ...did(1, 'pay_back', { order: 8 }), said('Refunded.'), ended], world),
    'taken back since': episode(
      [started, ...did(1, 'pay_back', { order: 7 }), ...did(2, 'unbook', {}, { undoes: 1 }), said('Refunded.'), ended],
      world,
    ),
    'all writes failed, though nothing is declared': episode(
      [started, ...tried(1, 'pay_back', { order: 7 }, 'temporary_error'), said('Erledigt: done.'), ended],
      {
        contracts: shop,
        world: {},
      },
    ),
    'no errors, it says': episode(
      [started, ...tried(1, 'pay_back', { order: 7 }, 'permanent_error'), said('Payment complete, without any errors and no problems.'), ended],
      world,
    ),
    'in other words': episode(
      [started, ...tried(1, 'pay_back', { order: 7 }, 'permanent_error'), said('The money went through; I took care of it.'), ended],
      world,
    ),
    'an invented id': episode([started, ...order, said('The invoice is RF-2042.'), ended], { contracts: shop, world: {} }),
    'an invented number': episode([started, ...order, said({ invoice: 'RF-2041', amount: 4800 }), ended], { contracts: shop, world: {} }),
    'an id that was lost on its way': episode(
      [started, order[0]!, { ...(order[1] as object), outcome: 'unknown', delivered: false } as Body, said('The invoice is RF-2041.'), ended],
      { contracts: shop, world: {} },
    ),
    'a number of its model': episode(
      [
        started,
        asked(1),
        answered(1, { blocks: [{ kind: 'text', text: 'It costs 4711.' }] }),
        asked(2, { newTurns: [{ role: 'assistant', blocks: [{ kind: 'text', text: 'It costs 4711.' }] }] }),
        said('It costs 4711.'),
        ended,
      ],
      { contracts: shop },
    ),
  },
  holds: {
    'the status that a provider answered': episode(
      [
        started,
        asked(1),
        answered(1, { status: 503, blocks: [], error: { status: 503, type: 'server_error', message: 'down' } }),
        said('No model answered (503).'),
        ended,
      ],
      { contracts: shop, world: {} },
    ),
    'really done': episode([started, ...did(1, 'pay_back', { order: 7 }), said('Refunded.'), ended], world),
    'done, though its answer was lost': episode([started, ...didButLost(1, 'pay_back', { order: 7 }), said('Refunded.'), ended], world),
    'not done, and it says so': episode(
      [started, ...tried(1, 'pay_back', { order: 7 }, 'permanent_error'), said('The refund failed.'), ended],
      world,
    ),
    'told ids and numbers, and what follows from them': episode(
      [started, ...order, said('Invoice RF-2041: 4,500 on 2026-11-20, half of it 1500 + 3000, and 6000 with the next one.'), ended],
      {
        contracts: shop,
        world: {},
      },
    ),
    'the status of HTTP that a tool answered': episode(
      [started, ...tried(1, 'pay_back', { order: 7 }, 'temporary_error', { status: 'temporary_error' }), said('The bank failed with 503.'), ended],
      { contracts: shop, world: {} },
    ),
    'what a tool told, as JSON with escapes': episode(
      [
        started,
        ...tried(9, 'get_order', { order: 7 }, 'ok', { status: 'success', name: 'Мюллер', invoice: 'RF-2041' }),
        said(String.raw`The order: {"name": "\u041c\u044e\u043b\u043b\u0435\u0440", "invoice": "RF-2041"}`),
        ended,
      ],
      { contracts: shop, world: {} },
    ),
    'told in a conversation': episode([
      started,
      asked(1),
      { ...used(1, 'get_order'), text: '{"invoice":"RF-2041"}' } as Body,
      said('It is RF-2041.'),
      ended,
    ]),
    'from the task': episode([started, said('Order 4711 is noted.'), ended], { tasks: ['Look at order 4711'], contracts: shop }),
  },
  silent: {
    'nothing cited': episode(usual, { contracts: shop }),
    'a number, but no tool that could tell it': episode([started, said('It is 4711.'), ended]),
    'no answer': episode([started, ended], world),
  },
};
