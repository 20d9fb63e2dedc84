import type { ChatResponse } from '../../domain/chat.ts';
import { changeAnswer } from '../change-answer.ts';
import type { FaultKind, Speech } from '../fault-kind.ts';
import { simplerThan } from '../simpler-than.ts';
import { saysSomething } from '../says-something.ts';

/** The model does not want to: as the provider states a refusal, or in words alone, which look like any answer. */
export const modelRefusal: FaultKind = {
  name: 'model-refusal',
  site: 'model',
  summary: 'The model refuses in place of its answer.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      how: {
        enum: ['stated', 'in-words'],
        description: '`stated` (default): marked as a refusal, as the provider does it. `in-words`: an ordinary answer.',
      },
      text: { type: 'string', minLength: 1, description: 'What the model says.' },
    },
  },
  consumesRecording: false,
  replacesAnswer: true,
  example: { how: 'stated' },
  damage: (settings, answer, context) =>
    changeAnswer(answer, context, (said, speech) => {
      const { how = 'stated', text = "I'm sorry, but I can't help with that." } = settings as { how?: string; text?: string };
      if (how === 'stated') return { said: stated(said, text, speech), text: 'refused in place of the answer' };
      return {
        said: { ...said, blocks: [{ kind: 'text', text }], finish: { reason: 'stop', raw: '' } },
        text: 'refused in words in place of the answer',
      };
    }),
  tries: (place) => (saysSomething(place) ? [{}, { how: 'in-words' }] : []),
  simpler: (settings) => simplerThan(settings, [{}]),
};

/** A provider that cannot say that the model refused says that the answer was withheld. */
function stated(said: ChatResponse, text: string, speech: Speech): ChatResponse {
  const refused: ChatResponse = { ...said, blocks: [{ kind: 'refusal', text }], finish: { reason: 'refusal', raw: '' } };
  const understood = speech.read(speech.write(refused));
  if (understood.finish?.reason === 'refusal') return refused;
  return { ...said, blocks: [], finish: { reason: 'content-filter', raw: '' } };
}
