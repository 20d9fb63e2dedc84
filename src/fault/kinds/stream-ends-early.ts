import { headerValue, WireBreak } from '../../domain/http.ts';
import { cutAnswer } from '../cut-answer.ts';
import type { FaultKind } from '../fault-kind.ts';

/** The stream stops before its end: cleanly, as many proxies do, or by a broken connection. */
export const streamEndsEarly: FaultKind = {
  name: 'stream-ends-early',
  site: 'stream',
  summary: 'A streamed answer stops after some events or bytes, without its terminal event.',
  settings: {
    type: 'object',
    additionalProperties: false,
    // Without a limit it could never strike.
    anyOf: [
      { properties: { afterEvents: true }, required: ['afterEvents'] },
      { properties: { afterBytes: true }, required: ['afterBytes'] },
    ],
    properties: {
      afterEvents: { type: 'integer', minimum: 0, description: 'Server-sent events that still arrive. Only a stream of events can be struck.' },
      afterBytes: { type: 'integer', minimum: 0, description: 'Bytes that still arrive; any answer longer than that can be struck.' },
      how: { enum: ['close', 'reset'], description: '`close` ends the body properly, `reset` breaks the connection. Default `close`.' },
    },
  },
  consumesRecording: false,
  example: { afterEvents: 2 },
  damage(settings, answer, context) {
    const afterEvents = settings['afterEvents'] as number | undefined;
    if (afterEvents !== undefined && !/text\/event-stream/i.test(headerValue(answer.headers, 'content-type') ?? '')) return answer;
    const limit = { events: afterEvents ?? Infinity, bytes: (settings['afterBytes'] as number | undefined) ?? Infinity };
    const reset = settings['how'] === 'reset';
    return cutAnswer(answer, limit, ({ bytes, events }) => {
      context.fired(`ended the stream after ${bytes} bytes (${events} events)${reset ? ' by breaking the connection' : ''}`);
      if (reset) throw new WireBreak('aborted', 'The stream was cut by a planned fault.');
    });
  },
};
