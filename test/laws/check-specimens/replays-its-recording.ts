import { asked, ended, episode, given, said, started, usual, type Specimens } from '../../support/episodes.ts';

export const specimens: Specimens = {
  breaks: {},
  spoils: {
    'a request without a recording': episode([started, asked(1), { kind: 'replay-missed', call: 1, code: 'REPLAY_MISS', text: 'no' }, ended]),
    'a request too many': episode([...usual.slice(0, -1), { kind: 'replay-missed', call: 2, code: 'REPLAY_EXHAUSTED', text: 'no' }, ended]),
    'recordings nobody asked for': episode([...usual.slice(0, -1), { kind: 'recordings-unused', exchanges: ['c.yaml#2'], severity: 'error' }, ended]),
    'a fault that never struck': episode([...usual.slice(0, -1), { kind: 'fault-unfired', fault: 0, name: 'provider-error', text: 'no' }, ended]),
    'a failure of the gateway': episode([...usual.slice(0, -1), { kind: 'failure', code: 'CASSETTE_CORRUPT', text: 'no' }, ended]),
  },
  holds: {
    'all was replayed': episode(usual),
    'recordings left over after a fault': episode([
      ...usual.slice(0, -1),
      { kind: 'recordings-unused', exchanges: ['c.yaml#2'], severity: 'note' },
      ended,
    ]),
  },
  silent: { 'nothing was replayed': episode([started, given, said('fine'), ended]) },
};
