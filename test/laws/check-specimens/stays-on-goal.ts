import { called, ended, episode, said, started, usual, type Body, type Specimens } from '../../support/episodes.ts';
import { did, shop } from '../../support/world-tools.ts';

const declared = {
  contracts: shop,
  world: {},
  declared: { goal: { tools: ['get_order', 'pay_back', 'search.*'], entities: ['order:7', 'customer:*'] } },
};
const goes = (...tools: readonly string[]): readonly Body[] => tools.map((tool, index) => called(index + 1, tool, { index }));
const over = [said('x'), ended];

export const specimens: Specimens = {
  breaks: {
    'four of five outside, and not back': episode([started, ...goes('news', 'weather', 'get_order', 'news', 'weather'), ...over], declared),
    'further and further': episode(
      [started, ...goes('get_order', 'get_order', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'get_order'), ...over],
      declared,
    ),
    'an effect on another order': episode([started, ...did(1, 'pay_back', { order: 8 }), ...over], declared),
    'calls about another order': episode(
      [started, ...[1, 2, 3, 4, 5].map((call) => called(call, 'get_order', { order: 8, call }, { entity: 'order:8' })), ...over],
      declared,
    ),
  },
  holds: {
    'all on the goal': episode([started, ...goes('get_order', 'search.web', 'get_order', 'get_order', 'get_order'), ...over], declared),
    'three of five outside': episode([started, ...goes('news', 'weather', 'get_order', 'news', 'get_order'), ...over], declared),
    'away and back': episode(
      [started, ...goes('a', 'b', 'c', 'd', 'e', 'get_order', 'get_order', 'get_order', 'get_order', 'get_order'), ...over],
      declared,
    ),
    'an effect on the order': episode([started, ...did(1, 'pay_back', { order: 7 }), ...over], declared),
  },
  silent: { 'no goal': episode(usual), 'no call': episode(usual, declared), 'too few': episode([started, ...goes('a', 'b'), ...over], declared) },
};
