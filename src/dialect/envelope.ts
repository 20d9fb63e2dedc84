import type { ChatRequest } from '../domain/chat.ts';
import type { JsonObject } from '../domain/json.ts';
import { extraOf } from './extra-of.ts';

type Envelope = Pick<ChatRequest, 'model' | 'stream' | 'parameters'>;

/**
 * Model, stream and every member that nothing else was made of. A model or a `stream` of an unexpected type stays among the parameters, so that it is
 * not lost; `stream: false` is the one member that reads like its absence.
 */
export function readEnvelope(body: JsonObject, taken: readonly string[]): Envelope {
  const { model, stream } = body;
  const known = [...taken];
  if (typeof model === 'string' && model !== '') known.push('model');
  if (typeof stream === 'boolean') known.push('stream');
  return {
    model: typeof model === 'string' ? model : '',
    stream: stream === true,
    parameters: extraOf(body, known) ?? {},
  };
}

/** The body that `readEnvelope` reads. */
export function writeEnvelope(envelope: Envelope, members: JsonObject): JsonObject {
  return {
    ...(envelope.model === '' ? {} : { model: envelope.model }),
    ...members,
    ...(envelope.stream ? { stream: true } : {}),
    ...envelope.parameters,
  };
}
