import type { Answer } from '../../domain/http.ts';
import type { FaultContext, FaultKind } from '../fault-kind.ts';
import { simplerThan } from '../simpler-than.ts';
import { isEventStream } from '../whole-answer.ts';

/** The model thinks for long before it says anything. The head of a stream comes at once, as from a provider; a whole answer is late altogether. */
export const slowFirstToken: FaultKind = {
  name: 'slow-first-token',
  site: 'stream',
  summary: 'The answer begins late, by the clock of the episode.',
  settings: {
    type: 'object',
    additionalProperties: false,
    required: ['seconds'],
    properties: { seconds: { type: 'number', exclusiveMinimum: 0, description: 'How long nothing comes.' } },
  },
  consumesRecording: true,
  example: { seconds: 0.05 },
  async damage(settings, answer, context) {
    const seconds = settings['seconds'] as number;
    if (isEventStream(answer.headers)) return { ...answer, body: lateBody(answer, seconds, context) };
    context.fired(`answered ${seconds} s late`);
    await context.clock.sleep(seconds * 1000, context.signal);
    return answer;
  },
  tries: (place) => (place.kind === 'request' ? [{ seconds: 1 }] : []),
  simpler: (settings) => simplerThan(settings, [{ seconds: 1 }]),
};

async function* lateBody({ body }: Answer, seconds: number, { clock, signal, fired }: FaultContext): AsyncGenerator<Uint8Array> {
  fired(`said nothing for ${seconds} s`);
  await clock.sleep(seconds * 1000, signal);
  yield* body;
}
