import { answered, asked, called, ended, episode, said, started, used, usual, type Specimens } from '../../support/episodes.ts';

const half = answered(1, { complete: false, blocks: [{ kind: 'text', text: 'I refu' }] });
const halfCall = answered(1, { complete: false, blocks: [{ kind: 'tool-call', id: 'call_1_refund', name: 'refund', malformed: '{"ord' }] });

export const specimens: Specimens = {
  breaks: {
    'half an answer given as its own': episode([started, asked(1), half, said('I refu'), ended]),
    'half an answer taken into the history': episode([
      started,
      asked(1),
      half,
      asked(2, { newTurns: [{ role: 'assistant', blocks: [{ kind: 'text', text: 'I refu' }] }] }),
      ended,
    ]),
    'a tool executed from half a call': episode([started, asked(1), halfCall, asked(2), used(1, 'refund'), ended]),
    'in a world, a tool called from half a call': episode([started, asked(1), halfCall, called(1, 'refund'), asked(2), used(1, 'refund'), ended], {
      world: {},
    }),
    'a tool executed from half a call, and half a call again': episode([
      started,
      asked(1),
      halfCall,
      asked(2),
      answered(2, { blocks: [{ kind: 'tool-call', id: 'call_1_refund', name: 'refund', malformed: '{"ord' }] }),
      asked(3),
      used(1, 'refund'),
      ended,
    ]),
  },
  holds: {
    'in a world, a model that is told that its half call was not made': episode([started, asked(1), halfCall, asked(2), used(1, 'refund'), ended], {
      world: {},
    }),
    'half an answer that nobody used': episode([started, asked(1), half, asked(2, { attempt: 2 }), answered(2), said('fine'), ended]),
    'asked again, and the whole call has the same number': episode([
      started,
      asked(1),
      halfCall,
      asked(2, { attempt: 2 }),
      answered(2, { blocks: [{ kind: 'tool-call', id: 'call_1_refund', name: 'refund', arguments: {} }] }),
      asked(3),
      used(1, 'refund'),
      said('fine'),
      ended,
    ]),
  },
  silent: { 'every answer was whole': episode(usual), 'no model call': episode([started, said('x'), ended]) },
};
