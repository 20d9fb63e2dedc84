import { asked, ended, episode, refund, said, started, used, usual, type Body, type Specimens } from '../../support/episodes.ts';

export const specimens: Specimens = {
  breaks: {
    'a text where an object was promised': episode([started, asked(1), used(1, 'refund', { amount: 1 }), said('fine'), ended], {
      contracts: [refund],
    }),
  },
  holds: {
    'what was promised': episode([started, asked(1), { ...used(1, 'refund', { amount: 1 }), text: '{"id":"RF-1"}' } as Body, said('fine'), ended], {
      contracts: [refund],
    }),
  },
  silent: { 'no tool': episode(usual, { contracts: [refund] }), 'no promise': episode([started, used(1, 'refund'), said('fine'), ended]) },
};
