import type { Answer } from '../../domain/http.ts';
import { eventsIn, withBody } from '../events-in.ts';
import type { FaultContext, FaultKind } from '../fault-kind.ts';
import { simplerThan } from '../simpler-than.ts';
import { isEventStream } from '../whole-answer.ts';

/** Every event takes its time: no single wait is long, and all of them together are. */
export const slowTokens: FaultKind = {
  name: 'slow-tokens',
  site: 'stream',
  summary: 'The events of a streamed answer come slowly, by the clock of the episode.',
  settings: {
    type: 'object',
    additionalProperties: false,
    required: ['secondsEach'],
    properties: { secondsEach: { type: 'number', exclusiveMinimum: 0, description: 'How long each event takes, but the first.' } },
  },
  consumesRecording: true,
  example: { secondsEach: 0.005 },
  damage(settings, answer, context) {
    if (!isEventStream(answer.headers)) return answer;
    return withBody(answer, slowly(answer, settings['secondsEach'] as number, context));
  },
  // A stream of one event has nothing to be slow with.
  tries: (place) => (place.kind === 'request' && place.stream && place.provider !== 'gemini' ? [{ secondsEach: 0.05 }] : []),
  simpler: (settings) => simplerThan(settings, [{ secondsEach: 0.05 }]),
};

async function* slowly(answer: Answer, secondsEach: number, { clock, signal, fired }: FaultContext): AsyncGenerator<Uint8Array> {
  let count = 0;
  for await (const event of eventsIn(answer)) {
    count++;
    if (count === 2) fired(`took ${secondsEach} s for each event`);
    if (count > 1) await clock.sleep(secondsEach * 1000, signal);
    yield event;
  }
}
