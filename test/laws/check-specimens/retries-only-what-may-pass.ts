import { did, shop, tried } from '../../support/world-tools.ts';
import { answered, asked, ended, episode, refused, said, started, used, type Body, type Specimens } from '../../support/episodes.ts';

export const specimens: Specimens = {
  breaks: {
    'a tool that refused for good': episode(
      [started, ...tried(1, 'pay_back', { order: 7 }, 'permanent_error'), ...tried(2, 'pay_back', { order: 7 }, 'permanent_error'), said('x'), ended],
      { contracts: shop, world: {} },
    ),
    'arguments that were invalid, again': episode(
      [started, ...tried(1, 'pay_back', { order: 7 }, 'invalid_input'), ...did(2, 'pay_back', { order: 7, request: 'k' }), said('x'), ended],
      { contracts: shop, world: {} },
    ),
    'a change of another order in between': episode(
      [
        started,
        ...tried(1, 'get_order', { order: 7 }, 'permanent_error'),
        ...did(2, 'book', { order: 8 }),
        ...tried(3, 'get_order', { order: 7 }),
        said('x'),
        ended,
      ],
      { contracts: shop, world: {} },
    ),
    'as told in a conversation': episode([
      started,
      asked(1),
      ...[1, 2].map((call) => ({ ...used(call, 'refund', { order: 7 }), text: '{"status":"permanent_error","error_code":"CLOSED"}' }) as Body),
      said('x'),
      ended,
    ]),
    'a 401 that is asked again': episode([started, asked(1), refused(1, 401), asked(2, { attempt: 2 }), answered(2), said('fine'), ended]),
  },
  holds: {
    'a refusal that ends it': episode([started, ...tried(1, 'pay_back', { order: 7 }, 'permanent_error'), said('no'), ended], {
      contracts: shop,
      world: {},
    }),
    'a refusal, and other arguments': episode(
      [started, ...tried(1, 'pay_back', { order: 7 }, 'invalid_input'), ...did(2, 'pay_back', { order: 8 }), said('x'), ended],
      {
        contracts: shop,
        world: {},
      },
    ),
    'not found, made, and found': episode(
      [
        started,
        ...tried(1, 'get_order', { order: 7 }, 'permanent_error'),
        ...did(2, 'book', { order: 7 }),
        ...tried(3, 'get_order', { order: 7 }),
        said('x'),
        ended,
      ],
      { contracts: shop, world: {} },
    ),
    'a 400 that ends it': episode([started, asked(1), refused(1, 400), { kind: 'episode-ended', how: 'failed' }]),
    'a 404 of one model, and another is asked': episode([
      started,
      asked(1),
      refused(1, 404),
      asked(2, { attempt: 2, model: 'gpt-4o-mini' }),
      answered(2),
      said('fine'),
      ended,
    ]),
  },
  silent: {
    'a 500 that is asked again': episode([started, asked(1), refused(1, 500), asked(2, { attempt: 2 }), answered(2), said('fine'), ended]),
  },
};
