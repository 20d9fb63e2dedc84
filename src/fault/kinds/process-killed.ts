import type { FaultKind } from '../fault-kind.ts';
import { isCrashPoint } from '../crash-point.ts';

/** The agent dies at a moment of its work, and is started again. */
export const processKilled: FaultKind = {
  name: 'process-killed',
  site: 'process',
  summary: 'The agent is ended at a moment of its work, and started again with the tasks that it has not answered and the same state folder.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      signal: {
        enum: ['SIGKILL', 'SIGTERM'],
        description:
          'SIGTERM leaves it five seconds to put its things in order, and then kills it. Default SIGKILL. A function agent gets no signals: its worker is ended.',
      },
    },
  },
  consumesRecording: false,
  example: {},
  strikeProcess(settings) {
    const terminate = settings['signal'] === 'SIGTERM';
    return { end: terminate ? 'terminate' : 'kill', text: terminate ? 'asked the agent to end, by SIGTERM' : 'killed the agent' };
  },
  tries: (place, agent) => (isCrashPoint(place, agent) ? [{}] : []),
  simpler: (settings) => (settings['signal'] === 'SIGTERM' ? [{}] : []),
};
