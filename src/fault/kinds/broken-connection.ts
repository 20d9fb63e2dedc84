import type { FaultKind } from '../fault-kind.ts';
import { simplerThan } from '../simpler-than.ts';

/** No answer at all: the connection breaks before its head. Agents without a socket feel it too: what they wait for fails as a broken connection does. */
export const brokenConnection: FaultKind = {
  name: 'broken-connection',
  site: 'http',
  summary: 'The connection breaks before anything is answered.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      how: {
        enum: ['reset', 'close', 'refuse'],
        description:
          '`reset` (default) as by a crash, `close` in good order, `refuse`: a function agent is told that nobody listens. Through a socket, which stands already, that is a reset.',
      },
    },
  },
  consumesRecording: false,
  example: { how: 'reset' },
  answer(settings, context) {
    const how = (settings['how'] as 'reset' | 'close' | 'refuse' | undefined) ?? 'reset';
    context.fired({ reset: 'reset the connection', close: 'closed the connection', refuse: 'refused the connection' }[how]);
    return {
      status: 0,
      statusText: '',
      headers: [],
      body: [],
      ending: how === 'close' ? 'aborted' : 'error',
      ...(how === 'refuse' ? { refused: true } : {}),
    };
  },
  tries: (place) => (place.kind === 'request' ? [{}] : []),
  simpler: (settings) => simplerThan(settings, [{}]),
};
