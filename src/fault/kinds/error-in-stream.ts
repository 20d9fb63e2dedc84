import { joinChunks, type Answer } from '../../domain/http.ts';
import type { Trouble } from '../../domain/chat.ts';
import { eventsIn, withBody } from '../events-in.ts';
import type { FaultContext, FaultKind } from '../fault-kind.ts';
import { simplerThan } from '../simpler-than.ts';
import { createEventChoice } from '../struck-event.ts';
import { isEventStream } from '../whole-answer.ts';

interface Settings {
  readonly trouble?: 'overloaded' | 'server-error';
  readonly afterEvents?: number;
  readonly how?: 'event' | 'failed';
}

/** The provider begins to answer, and then fails: the status was 200, and an error comes where the rest was to come. */
export const errorInStream: FaultKind = {
  name: 'error-in-stream',
  site: 'stream',
  summary: 'An error comes in the middle of a streamed answer, in the words of the provider, and nothing after it.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      trouble: { enum: ['overloaded', 'server-error'], description: 'What the provider says. Default `overloaded`.' },
      afterEvents: { type: 'integer', minimum: 0, description: 'Events that still arrive. Default: up to the first that says something.' },
      how: {
        enum: ['event', 'failed'],
        description:
          '`event` (default): an error among the events. `failed`: the answer itself says that it failed, `response.failed` of Responses; others have the event alone.',
      },
    },
  },
  consumesRecording: false,
  example: { trouble: 'overloaded' },
  damage(settings, answer, context) {
    const { speech } = context;
    if (speech === undefined || answer.status >= 400 || !isEventStream(answer.headers)) return answer;
    return withBody(answer, withError(answer, settings, context));
  },
  tries(place) {
    if (place.kind !== 'request' || place.plain || !place.stream || (place.says ?? []).length === 0) return [];
    return [{}, ...(place.dialect === 'openai-responses' ? [{ how: 'failed' }] : [])];
  },
  simpler: (settings) => simplerThan(settings, [{}, ...('how' in settings ? [{ how: settings['how']! }] : [])]),
};

async function* withError(answer: Answer, settings: Settings, { speech, fired }: FaultContext): AsyncGenerator<Uint8Array> {
  const { trouble = 'overloaded', afterEvents, how = 'event' } = settings;
  const error = speech!.wordTrouble(trouble satisfies Trouble);
  const isStruck = createEventChoice(answer, speech, afterEvents);
  const events: Uint8Array[] = [];
  const strike = (): Uint8Array => {
    const { status, statusText, headers } = answer;
    const said = speech!.read({ status, statusText, headers, chunks: [joinChunks(events)], ending: 'aborted' });
    const place = { eventCount: events.length, ...(how === 'failed' ? { failedAnswer: said } : {}) };
    fired(`sent an error (${error.type}) after ${events.length} events`);
    return speech!.writeStreamError(error, place)!;
  };
  if (afterEvents === 0) return yield strike();
  for await (const event of eventsIn(answer)) {
    events.push(event);
    yield event;
    if (isStruck(event)) return yield strike();
  }
}
