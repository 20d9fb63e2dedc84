import { answered, asked, ended, episode, said, started, usual, type Specimens } from '../../support/episodes.ts';

export const specimens: Specimens = {
  breaks: {
    'six attempts': episode([
      started,
      ...[1, 2, 3, 4, 5, 6].flatMap((call) => [asked(call, { attempt: call }), answered(call, { status: 500 })]),
      ended,
    ]),
  },
  holds: {
    'five attempts': episode([
      started,
      ...[1, 2, 3, 4, 5].flatMap((call) => [asked(call, { attempt: call }), answered(call, { status: 500 })]),
      said('fine'),
      ended,
    ]),
  },
  silent: { 'no retry': episode(usual), 'no model call': episode([started, said('x'), ended]) },
};
