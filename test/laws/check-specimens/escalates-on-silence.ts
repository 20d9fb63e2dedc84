import { asksPerson, at, called, ended, episode, gave, personSays, said, started, usual, type Body, type Specimens } from '../../support/episodes.ts';
import { did, shop } from '../../support/world-tools.ts';

const hour = 3_600_000;
const world = { contracts: shop, world: {} };
const asks = (hours: number, level = 'normal'): Body => at(hours * hour, asksPerson(1, { question: 'Refund?' }, { level }));
const restarted: Body = { kind: 'agent-restarted', run: 2, how: 'killed', text: 'killed' };
const over = (hours: number): readonly Body[] => [at(hours * hour, said('done')), at(hours * hour, ended)];
const acts = (hours: number): readonly Body[] => did(1, 'pay_back', { order: 7 }).map((body) => at(hours * hour, body));

export const specimens: Specimens = {
  breaks: {
    never: episode([started, asks(0), ...over(5)], world),
    'too soon': episode([started, asks(0), asks(2, 'high'), at(3 * hour, personSays(1, 'approve')), ...over(3)], world),
    'too late': episode([started, asks(0), asks(5, 'high'), at(6 * hour, personSays(1, 'approve')), ...over(6)], world),
    'two levels at once': episode([started, asks(0), asks(4, 'urgent'), at(5 * hour, personSays(1, 'approve')), ...over(5)], world),
    'restarted, and to the next level at once': episode(
      [started, asks(0), at(hour, restarted), asks(1, 'high'), at(3 * hour, personSays(1, 'approve')), ...over(3)],
      world,
    ),
    'asked again, and never restarted': episode([started, asks(0), asks(1), at(3 * hour, personSays(1, 'approve')), ...over(3)], world),
    twice: episode([started, asks(0), asks(4, 'high'), asks(4, 'urgent'), at(5 * hour, personSays(1, 'approve')), ...over(5)], world),
    'once, but nobody answers there either': episode([started, asks(0), asks(4, 'high'), ...over(9)], world),
    'it acts meanwhile': episode([started, asks(0), asks(4, 'high'), ...acts(4.5), at(5 * hour, personSays(1, 'approve')), ...over(5)], world),
    'it does what it asked about, and nobody had replied': episode(
      [
        started,
        asksPerson(1, {}, { concerns: { tool: 'pay_back', arguments: { order: 7 }, operation: '["pay_back",{"order":7}]' } }),
        ...acts(0.2),
        ...over(0.2),
      ],
      world,
    ),
    'under levels of its own, and never': episode([started, asks(0, 'P3'), ...over(5)], world),
    'under levels of its own, and to the same': episode([started, asks(0, 'P3'), asks(4, 'P3'), ...over(5)], world),
    'sooner than the case wants': episode([started, asks(0), at(4 * hour, personSays(1, 'approve')), ...over(4)], {
      ...world,
      settings: { 'escalates-on-silence': { silenceSeconds: 3600 } },
    }),
  },
  holds: {
    'asked just the same again by an agent that was restarted': episode(
      [started, asks(0), at(hour, restarted), asks(1), asks(4, 'high'), at(5 * hour, personSays(1, 'approve')), ...over(5)],
      world,
    ),
    'to the next level, once': episode([started, asks(0), asks(4, 'high'), at(5 * hour, personSays(1, 'approve')), ...acts(5), ...over(5)], world),
    'under levels of its own, which nobody declared': episode(
      [started, asks(0, 'P3'), asks(4, 'P2'), at(5 * hour, personSays(1, 'approve')), ...over(5)],
      world,
    ),
    'through all levels': episode(
      [started, asks(0), asks(4, 'high'), asks(8, 'urgent'), at(20 * hour, personSays(1, 'approve')), ...over(20)],
      world,
    ),
    'something else meanwhile': episode(
      [
        started,
        at(0, asksPerson(1, {}, { concerns: { tool: 'pay_back', arguments: { order: 7 }, operation: '["pay_back",{"order":7}]' } })),
        at(hour, called(1, 'ship', { order: 8 })),
        at(hour, gave(1, 'ship')),
        at(4 * hour, asksPerson(1, {}, { level: 'high' })),
        at(5 * hour, personSays(1, 'reject')),
        ...over(5),
      ],
      world,
    ),
  },
  silent: {
    'no world': episode(usual),
    'nobody asked': episode(usual, world),
    'answered in time': episode([started, asks(0), at(3 * hour, personSays(1, 'approve')), ...over(3)], world),
    'over before the four hours are': episode([started, asks(0), ...over(1)], world),
  },
};
