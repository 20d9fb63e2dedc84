import { answered, asked, called, ended, episode, started, used, usual, type Specimens } from '../../support/episodes.ts';

export const specimens: Specimens = {
  breaks: {
    'none was executed': episode(usual, { expect: { tools: { exactly: [{ name: 'refund' }] } } }),
    'one too many': episode([started, asked(1), used(1, 'refund'), used(1, 'refund'), ended], {
      expect: { tools: { exactly: [{ name: 'refund' }] } },
    }),
    'in another order': episode([started, used(1, 'b'), used(1, 'a'), ended], { expect: { tools: { inOrder: [{ name: 'a' }, { name: 'b' }] } } }),
    'with other arguments': episode([started, used(1, 'refund', { id: 2 }), ended], {
      expect: { tools: { includes: [{ name: 'refund', arguments: { id: 1 } }] } },
    }),
    'not among those allowed': episode([started, used(1, 'rm'), ended], { expect: { tools: { only: ['ls'] } } }),
    'never, but called in the world': episode([started, called(1, 'rm'), ended], { world: {}, expect: { never: ['rm'] } }),
    'told to the model, but not called in the world': episode([started, used(1, 'refund'), ended], {
      world: {},
      expect: { tools: { exactly: [{ name: 'refund' }] } },
    }),
    'never, but executed': episode([started, used(1, 'rm'), ended], { expect: { never: ['rm'] } }),
    'never, but asked for': episode(
      [started, asked(1), answered(1, { blocks: [{ kind: 'tool-call', id: 'x', name: 'rm', arguments: {} }] }), ended],
      { expect: { never: ['rm'] } },
    ),
    'asked for, which was not to be': episode(
      [started, asked(1), answered(1, { blocks: [{ kind: 'tool-call', id: 'x', name: 'rm', arguments: {} }] }), ended],
      {
        expect: { asked: { only: [] } },
      },
    ),
    'not often enough': episode([started, used(1, 'a'), ended], { expect: { tools: { anyOrder: [{ name: 'a' }, { name: 'a' }] } } }),
  },
  holds: {
    'called in the world, whatever the model was told': episode([started, called(1, 'refund'), ended], {
      world: {},
      expect: { tools: { exactly: [{ name: 'refund' }] } },
    }),
    'never, asked for by the model and refused by the agent': episode(
      [started, asked(1), answered(1, { blocks: [{ kind: 'tool-call', id: 'x', name: 'rm', arguments: {} }] }), used(2, 'rm'), ended],
      { world: {}, expect: { never: ['rm'] } },
    ),
    'exactly these': episode([started, used(1, 'a'), used(2, 'b'), ended], {
      expect: { tools: { exactly: [{ name: 'a' }, { name: 'b' }], only: ['a', 'b'], includes: [{ name: 'b' }] }, never: ['rm'] },
    }),
    'expectations that compete for one use each': episode([started, used(1, 'a', { id: 1 }), used(2, 'a', { id: 2 }), ended], {
      expect: { tools: { anyOrder: [{ name: 'a' }, { name: 'a', arguments: { id: 1 } }] } },
    }),
  },
  silent: { 'nothing is expected': episode(usual) },
};
