import { ended, episode, reports, said, started, usual, type Body, type Specimens } from '../../support/episodes.ts';

const queued = (item: string): Body => reports({ type: 'queued', item });
const finished = (item: string): Body => reports({ type: 'dequeued', item, done: true });
const restarted: Body = { kind: 'agent-restarted', run: 2, how: 'killed', text: 'killed' };

export const specimens: Specimens = {
  breaks: {
    'lost by a restart': episode([started, queued('a'), restarted, said('fine'), ended]),
    'one of two': episode([started, queued('a'), queued('b'), restarted, finished('b'), said('fine'), ended]),
    'finished twice': episode([started, queued('a'), restarted, finished('a'), finished('a'), said('fine'), ended]),
    'finished before and after': episode([started, queued('a'), finished('a'), restarted, finished('a'), said('fine'), ended]),
    'taken out, but not finished': episode([
      started,
      queued('a'),
      restarted,
      reports({ type: 'dequeued', item: 'a', done: false }),
      said('fine'),
      ended,
    ]),
  },
  holds: { 'found and finished': episode([started, queued('a'), queued('b'), finished('b'), restarted, finished('a'), said('fine'), ended]) },
  silent: {
    'nothing queued': episode(usual),
    'nothing queued, but a restart': episode([started, restarted, said('fine'), ended]),
    'no restart': episode([started, queued('a'), finished('a'), said('fine'), ended]),
    'nothing waited': episode([started, queued('a'), finished('a'), restarted, said('fine'), ended]),
  },
};
