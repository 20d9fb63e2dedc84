import { asked, called, ended, episode, gave, refund, said, started, used, usual, type Body, type Specimens } from '../../support/episodes.ts';

export const specimens: Specimens = {
  breaks: {
    'in a world, although it refused them': episode(
      [started, called(1, 'refund', { amount: 'all' }), gave(1, 'refund', 'invalid_input'), said('fine'), ended],
      {
        contracts: [refund],
        world: {},
      },
    ),
    'an amount that is no number': episode([started, asked(1), used(1, 'refund', { amount: 'all' }), said('fine'), ended], { contracts: [refund] }),
    'more than a hundred, and nobody approved': episode([started, asked(1), used(1, 'refund', { amount: 101 }), said('fine'), ended], {
      contracts: [refund],
    }),
    'a tool without a contract': episode([started, asked(1), used(1, 'delete_database'), said('fine'), ended], { contracts: [refund] }),
  },
  holds: {
    'in a world': episode([started, called(1, 'refund', { amount: 1 }), gave(1, 'refund'), said('fine'), ended], { contracts: [refund], world: {} }),
    'an amount within the limit': episode([started, asked(1), used(1, 'refund', { amount: 100 }), said('fine'), ended], { contracts: [refund] }),
    'a bad call that the agent refused': episode(
      [
        started,
        asked(1),
        { ...used(1, 'refund', { amount: 1 }) },
        { ...used(2, 'refund', { amount: 'all' }), isError: true } as Body,
        said('fine'),
        ended,
      ],
      { contracts: [refund] },
    ),
  },
  silent: { 'no tool': episode(usual, { contracts: [refund] }), 'no contract': episode([started, used(1, 'refund'), said('fine'), ended]) },
};
