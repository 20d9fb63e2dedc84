import { asked, ended, episode, said, started, used, usual, type Specimens } from '../../support/episodes.ts';

export const specimens: Specimens = {
  breaks: {
    'one call, four times the same': episode([started, asked(1), ...[1, 2, 3, 4].map((call) => used(call, 'search')), said('fine'), ended]),
    'two calls in turn, three times': episode([
      started,
      asked(1),
      ...[1, 2, 3].flatMap((call) => [used(call, 'read'), used(call, 'write')]),
      said('fine'),
      ended,
    ]),
  },
  holds: {
    'three times the same': episode([started, asked(1), ...[1, 2, 3].map((call) => used(call, 'search')), said('fine'), ended]),
    'one tool, other arguments each time': episode([
      started,
      asked(1),
      ...[1, 2, 3, 4, 5, 6].map((call) => used(call, 'search', { page: call })),
      said('fine'),
      ended,
    ]),
  },
  silent: { 'no tool': episode(usual) },
};
