import { ended, episode, given, said, started, usual, type Specimens } from '../../support/episodes.ts';

export const specimens: Specimens = {
  breaks: {
    'another type': episode([started, said('{"a":"1"}'), ended], {
      expect: { answers: [{ schema: { type: 'object', properties: { a: { type: 'number' } } } }] },
    }),
    'no JSON': episode(usual, { expect: { answers: [{ schema: { type: 'object' } }] } }),
    'no answer': episode([started, given, ended], { expect: { answers: [{ schema: {} }] } }),
  },
  holds: { 'it fits': episode([started, said('{"a":1}'), ended], { expect: { answers: [{ schema: { type: 'object', required: ['a'] } }] } }) },
  silent: { 'no schema': episode(usual) },
};
