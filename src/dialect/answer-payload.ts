import { isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import { splitJsonArray } from './split-json-array.ts';

/** An answer that had to be there as a whole, parsed but not yet understood. */
export type WholePayload =
  | { readonly form: 'body'; readonly body: JsonObject }
  | { readonly form: 'list'; readonly events: readonly JsonObject[]; readonly malformed: string | undefined }
  | { readonly form: 'unreadable'; readonly text: string; readonly malformed: string };

/** Undefined where the text is not JSON. */
type Parse = (json: string) => Json | undefined;

/** A body that begins with a bracket; `start` is the text without the blanks before it. */
export function wholePayload(text: string, start: string, parsed: Parse, ended: boolean): WholePayload {
  return start.startsWith('{') ? readObject(text, parsed) : readArray(text, parsed, ended);
}

function readObject(text: string, parsed: Parse): WholePayload {
  const body = parsed(text);
  return isJsonObject(body) ? { form: 'body', body } : { form: 'unreadable', text, malformed: `The body is not whole JSON: ${excerpt(text)}` };
}

/** A list of objects is a stream too: Gemini sends one without `alt=sse`, and whatever of it has arrived can be read. */
function readArray(text: string, parsed: Parse, ended: boolean): WholePayload {
  const whole = parsed(text);
  const elements = Array.isArray(whole) ? (whole as readonly Json[]) : splitJsonArray(text).map((element) => parsed(element));
  const events = elements.filter(isJsonObject);
  const lost = events.length < elements.length || (ended && (whole === undefined || events.length === 0));
  return { form: 'list', events, malformed: lost ? `The body is not a whole list of objects: ${excerpt(text)}` : undefined };
}

/** The beginning of a text, quoted, for a sentence about it. */
export function excerpt(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text);
}
