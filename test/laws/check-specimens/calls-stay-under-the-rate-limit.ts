import type { ToolContract } from '../../../src/domain/contract.ts';
import { at, called, ended, episode, gave, said, started, usual, used, type Body, type Specimens } from '../../support/episodes.ts';

const times = (count: number, stepMs: number, tool = 'search'): readonly Body[] =>
  Array.from({ length: count }, (_, index) => [
    at(index * stepMs, called(index + 1, tool, { page: index })),
    at(index * stepMs + 1, gave(index + 1, tool)),
  ]).flat();
const over = (atMs: number): readonly Body[] => [at(atMs, said('done')), at(atMs, ended)];
const limited: ToolContract = { name: 'search', input: {}, rateLimit: { calls: 2, seconds: 1 } };

export const specimens: Specimens = {
  breaks: {
    'eleven in a minute': episode([started, ...times(11, 100), ...over(60_000)], { world: {} }),
    'three a second where two are allowed': episode([started, ...times(3, 400), ...over(60_000)], { world: {}, contracts: [limited] }),
    'eleven, the last just within the minute': episode([started, ...times(11, 5_999), ...over(90_000)], { world: {} }),
    'told in a conversation': episode([started, ...Array.from({ length: 11 }, (_, page) => used(page, 'search', { page })), said('done'), ended]),
    'more than the case allows': episode([started, ...times(3, 100), ...over(900)], {
      world: {},
      settings: { 'calls-stay-under-the-rate-limit': { calls: 2 } },
    }),
  },
  holds: {
    'ten in a minute': episode([started, ...times(10, 100), ...over(60_000)], { world: {} }),
    'eleven, the last when the minute is over': episode([started, ...times(11, 6_000), ...over(90_000)], { world: {} }),
    'two a second': episode([started, ...times(4, 500), ...over(9_000)], { world: {}, contracts: [limited] }),
  },
  silent: { 'no call': episode(usual), 'one call': episode([started, ...times(1, 1), ...over(10)], { world: {} }) },
};
