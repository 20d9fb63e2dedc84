import { answered, asked, ended, episode, given, said, started, usual, type Specimens } from '../../support/episodes.ts';

export const specimens: Specimens = {
  breaks: {
    'no answer': episode([started, given, asked(1), answered(1), { kind: 'episode-ended', how: 'failed', text: 'nothing on stdout' }]),
    'one of two answers': episode([started, given, said('fine'), ended], { tasks: ['a', 'b'] }),
    'the wrong exit code': episode([started, { kind: 'agent-exited', exitCode: 1, signal: null }, { kind: 'episode-ended', how: 'failed' }], {
      expect: { exitCode: 3 },
    }),
    'killed where an exit code was expected': episode(
      [started, { kind: 'agent-exited', exitCode: null, signal: 'SIGKILL' }, { kind: 'episode-ended', how: 'failed' }],
      {
        expect: { exitCode: 3 },
      },
    ),
  },
  holds: {
    'an answer': episode(usual),
    'the expected exit code': episode([started, { kind: 'agent-exited', exitCode: 3, signal: null }, { kind: 'episode-ended', how: 'failed' }], {
      expect: { exitCode: 3 },
    }),
  },
  silent: { 'ended at its time limit': episode([started, given, { kind: 'episode-ended', how: 'timed-out' }]) },
};
