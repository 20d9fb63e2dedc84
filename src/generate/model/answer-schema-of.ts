import type { ChatRequest } from '../../domain/chat.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';

/** Where providers have the schema that an answer must fit. */
const places: readonly (readonly string[])[] = [
  ['response_format', 'json_schema', 'schema'],
  ['text', 'format', 'schema'],
  ['output_config', 'format', 'schema'],
  ['output_format', 'schema'],
  ['generationConfig', 'responseJsonSchema'],
  ['generationConfig', 'responseSchema'],
];

/** The schema that a request asks its answer to fit, in whatever dialect; undefined where it asks for none. */
export function answerSchemaOf({ parameters }: ChatRequest): JsonObject | undefined {
  for (const place of places) {
    let at: Json | undefined = parameters;
    for (const name of place) at = isJsonObject(at) ? at[name] : undefined;
    if (isJsonObject(at)) return at;
  }
  return undefined;
}
