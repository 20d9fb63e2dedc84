import { WireBreak } from '../../domain/http.ts';
import { cutAnswer } from '../cut-answer.ts';
import type { FaultKind } from '../fault-kind.ts';
import { simplerThan } from '../simpler-than.ts';
import { isEventStream } from '../whole-answer.ts';

/** The provider goes silent: before it answers, or in the middle of its answer. What ends the wait is a deadline of the agent. */
export const stalledAnswer: FaultKind = {
  name: 'stalled-answer',
  site: 'stream',
  summary: 'The answer stalls: nothing at all arrives, or nothing more after some events or bytes.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      afterEvents: { type: 'integer', minimum: 0, description: 'Server-sent events that still arrive. Only a stream of events can be struck.' },
      afterBytes: { type: 'integer', minimum: 0, description: 'Bytes that still arrive; any answer longer than that can be struck.' },
      breaksAfterSeconds: {
        type: 'number',
        minimum: 0,
        description: 'So much later the other side gives up: 504 where nothing had arrived, else a broken connection. Absent: never.',
      },
    },
  },
  consumesRecording: false,
  example: { afterEvents: 2, breaksAfterSeconds: 0.05 },
  async damage(settings, answer, context) {
    const afterEvents = settings['afterEvents'] as number | undefined;
    const afterBytes = settings['afterBytes'] as number | undefined;
    const seconds = (settings['breaksAfterSeconds'] as number | undefined) ?? Infinity;
    const ending = seconds === Infinity ? '' : `, to break ${seconds} s later`;
    if (afterEvents !== undefined && !isEventStream(answer.headers)) return answer;
    if (afterEvents === undefined && afterBytes === undefined) {
      context.fired(`stalled before the answer${ending}`);
      await context.clock.sleep(seconds * 1000, context.signal);
      const response = context.writeError({
        status: 504,
        type: 'timeout_error',
        message: 'Injected by Rehearsal: the provider did not answer in time.',
      });
      return { ...response, body: response.chunks };
    }
    return cutAnswer(answer, { events: afterEvents ?? Infinity, bytes: afterBytes ?? Infinity }, async ({ bytes, events }) => {
      context.fired(`stalled after ${bytes} bytes (${events} events)${ending}`);
      await context.clock.sleep(seconds * 1000, context.signal);
      throw new WireBreak('aborted', 'The stalled answer was given up by a planned fault.');
    });
  }, // A stall without end ends with the case; what is tried gives up after a second, on whichever clock the agent lives.
  tries: (place) =>
    place.kind === 'request' ? [{ breaksAfterSeconds: 1 }, ...(place.stream ? [{ afterEvents: 0, breaksAfterSeconds: 1 }] : [])] : [],
  simpler(settings) {
    const { afterEvents: _events, afterBytes: _bytes, ...whole } = settings;
    return simplerThan(settings, [whole]);
  },
};
