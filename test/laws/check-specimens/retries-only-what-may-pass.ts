import { answered, asked, ended, episode, refused, said, started, type Specimens } from '../../support/episodes.ts';

export const specimens: Specimens = {
  breaks: {
    'a 401 that is asked again': episode([started, asked(1), refused(1, 401), asked(2, { attempt: 2 }), answered(2), said('fine'), ended]),
  },
  holds: {
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
