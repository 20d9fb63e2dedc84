import { answered, asked, ended, episode, refused, said, started, type Specimens } from '../../support/episodes.ts';

export const specimens: Specimens = {
  breaks: {
    'back after 10 ms of a second': episode([started, asked(1), refused(1, 429, 1), asked(2, { attempt: 2 }), answered(2), said('fine'), ended]),
  },
  holds: {
    'back after 10 ms of 30 ms, within the tolerance': episode([
      started,
      asked(1),
      refused(1, 429, 0.03),
      asked(2, { attempt: 2 }),
      answered(2),
      said('fine'),
      ended,
    ]),
    'not back at all': episode([started, asked(1), refused(1, 429, 1), { kind: 'episode-ended', how: 'failed' }]),
  },
  silent: { 'a 429 without a time': episode([started, asked(1), refused(1, 429), asked(2, { attempt: 2 }), answered(2), said('fine'), ended]) },
};
