import { asked, called, ended, episode, gave, refund, said, started, used, usual, type Body, type Specimens } from '../../support/episodes.ts';

export const specimens: Specimens = {
  breaks: {
    'in a world': episode(
      [started, called(1, 'refund', { amount: 1 }), gave(1, 'refund', 'ok', { result: { status: 'success' } }), said('fine'), ended],
      { contracts: [refund], world: {} },
    ),
    'the tool is at fault, and the agent dies of it': episode(
      [
        started,
        called(1, 'refund', { amount: 1 }),
        gave(1, 'refund', 'permanent_error', { toolFault: 'its result is off its contract' }),
        { kind: 'episode-ended', how: 'failed', text: 'exit code 1' },
      ],
      { contracts: [refund], world: {} },
    ),
    'a text where an object was promised': episode([started, asked(1), used(1, 'refund', { amount: 1 }), said('fine'), ended], {
      contracts: [refund],
    }),
  },
  holds: {
    'the tool is at fault, and the agent survives it': episode(
      [
        started,
        called(1, 'refund', { amount: 1 }),
        gave(1, 'refund', 'permanent_error', { toolFault: 'its result is off its contract' }),
        said('it failed'),
        ended,
      ],
      { contracts: [refund], world: {} },
    ),
    'what was promised': episode([started, asked(1), { ...used(1, 'refund', { amount: 1 }), text: '{"id":"RF-1"}' } as Body, said('fine'), ended], {
      contracts: [refund],
    }),
  },
  silent: { 'no tool': episode(usual, { contracts: [refund] }), 'no promise': episode([started, used(1, 'refund'), said('fine'), ended]) },
};
