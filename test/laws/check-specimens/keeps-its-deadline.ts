import { at, ended, episode, said, started, usual, type Specimens } from '../../support/episodes.ts';
import { asksModel, callsTool, retries } from '../../support/operations.ts';

const over = [at(300_000, said('fine')), at(300_000, ended)];
const long = { limits: { seconds: 600 } };

export const specimens: Specimens = {
  breaks: {
    'retries for forty seconds': episode([started, ...retries(1, 1, 0, [1000, 9000, 31_000]), ...over], long),
    'of a tool': episode([started, ...callsTool(1, 'a', 0, 10, 'temporary_error'), ...callsTool(2, 'a', 31_000, 31_010), ...over], {
      ...long,
      world: {},
    }),
    'after the time of the task': episode([started, ...asksModel(1, 100, 200, 200), ...asksModel(2, 2000, 2010, 200, { conversation: 2 }), ...over], {
      limits: { seconds: 1 },
    }),
    'in flight for a minute': episode([started, ...asksModel(1, 100, 60_100, 200), ...over], long),
    'in flight when the time was over': episode([started, ...asksModel(1, 100, 2000, 200), ...over], { limits: { seconds: 1 } }),
    'more than the case allows': episode([started, ...retries(1, 1, 0, [3000]), ...over], {
      ...long,
      settings: { 'keeps-its-deadline': { retrySeconds: 2 } },
    }),
  },
  holds: {
    'retries for twenty seconds': episode([started, ...retries(1, 1, 0, [1000, 19_000]), ...over], long),
    'closed after thirty': episode([started, at(0, asksModel(1, 0, 0, 200)[0]!), at(30_010, { kind: 'agent-hung-up', call: 1 }), ...over], long),
  },
  silent: { 'nothing failed': episode(usual), 'no call': episode([started, said('x'), ended]) },
};
