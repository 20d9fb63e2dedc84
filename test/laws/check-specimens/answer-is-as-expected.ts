import { ended, episode, given, said, started, usual, type Specimens } from '../../support/episodes.ts';

export const specimens: Specimens = {
  breaks: {
    'another text': episode(usual, { expect: { answers: [{ equals: 'good' }] } }),
    'a part is missing': episode(usual, { expect: { answers: [{ contains: ['fine', 'dandy'] }] } }),
    'a part too many': episode(usual, { expect: { answers: [{ lacks: ['fi'] }] } }),
    'no match': episode(usual, { expect: { answers: [{ matches: '^f.n$' }] } }),
    'JSON that lacks a member': episode([...usual.slice(0, 4), said('{"a":1}'), ended], { expect: { answers: [{ partial: { a: 1, b: 2 } }] } }),
    'a number where a text was expected': episode([...usual.slice(0, 4), said({ a: 1 }), ended], { expect: { answers: [{ equals: { a: '1' } }] } }),
    'no answer at all': episode([started, given, ended], { expect: { answers: [{ contains: ['x'] }] } }),
    'the second of two tasks': episode([started, said('one'), said('two', 1), ended], {
      tasks: ['a', 'b'],
      expect: { answers: [{ equals: 'one' }, { equals: 'one' }] },
    }),
  },
  holds: {
    'the same text': episode(usual, { expect: { answers: [{ equals: 'fine', contains: ['in'], lacks: ['bad'], matches: '^f' }] } }),
    'JSON in another order': episode([started, said('{"b":[1],"a":1}'), ended], {
      expect: { answers: [{ equals: { a: 1, b: [1] }, partial: { b: [1] } }] },
    }),
  },
  silent: { 'nothing is expected': episode(usual) },
};
