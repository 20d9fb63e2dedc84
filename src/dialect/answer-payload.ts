import { decodeUtf8, headerValue, joinChunks, type HttpResponse } from '../domain/http.ts';
import { isJsonObject, mayHoldLongNumber, type Json, type JsonObject } from '../domain/json.ts';
import { parseServerSentEvents } from '../domain/sse.ts';
import { splitJsonArray } from './split-json-array.ts';

/** The bytes of a response, parsed but not yet understood. */
export type AnswerPayload =
  | { readonly form: 'body'; readonly body: JsonObject }
  | { readonly form: 'stream'; readonly events: readonly JsonObject[]; readonly done: boolean; readonly malformed: string | undefined }
  | { readonly form: 'unreadable'; readonly text: string; readonly malformed: string };

/** Undefined where the text is not JSON. */
type Parse = (json: string) => Json | undefined;

const streamField = /^(?:data|event|id|retry)?:|^(?:data|event)$/;

/**
 * Parses a response body. The body itself decides what it is, not its content type: recordings and error pages often carry the wrong one. No
 * server-sent event begins with a bracket, and no JSON with a field name.
 */
export function readPayload(response: HttpResponse, parse: (text: string) => Json): AnswerPayload {
  const text = decodeUtf8(joinChunks(response.chunks)).replace(/^\ufeff/, '');
  // Looked at once, instead of in every event of a stream.
  const parseAny = mayHoldLongNumber(text) ? parse : (json: string): Json => JSON.parse(json) as Json;
  const parsed = (json: string): Json | undefined => {
    try {
      return parseAny(json);
    } catch {
      return undefined;
    }
  };
  const start = text.trimStart();
  if (start.startsWith('{')) return readObject(text, parsed);
  if (start.startsWith('[')) return readArray(text, parsed, response.ending === 'complete');
  const declared = headerValue(response.headers, 'content-type')?.includes('event-stream') === true;
  const firstLine = /^[^\r\n]*/.exec(start)![0];
  if (streamField.test(firstLine) || (declared && !start.startsWith('<'))) return readEvents(text, parsed, response.ending === 'complete');
  if (start === '') return { form: 'unreadable', text, malformed: 'The body is empty.' };
  return {
    form: 'unreadable',
    text,
    malformed: `The body is ${start.startsWith('<') ? 'HTML or XML' : 'neither JSON nor an event stream'}: ${excerpt(start)}`,
  };
}

function readObject(text: string, parsed: Parse): AnswerPayload {
  const body = parsed(text);
  return isJsonObject(body) ? { form: 'body', body } : { form: 'unreadable', text, malformed: `The body is not whole JSON: ${excerpt(text)}` };
}

/** A list of objects is a stream too: Gemini sends one without `alt=sse`, and whatever of it has arrived can be read. */
function readArray(text: string, parsed: Parse, ended: boolean): AnswerPayload {
  const whole = parsed(text);
  const elements = Array.isArray(whole) ? (whole as readonly Json[]) : splitJsonArray(text).map((element) => parsed(element));
  const events = elements.filter(isJsonObject);
  const lost = events.length < elements.length || (ended && (whole === undefined || events.length === 0));
  return { form: 'stream', events, done: false, malformed: lost ? `The body is not a whole list of objects: ${excerpt(text)}` : undefined };
}

function readEvents(text: string, parsed: Parse, whole: boolean): AnswerPayload {
  const events: JsonObject[] = [];
  let done = false;
  let malformed: string | undefined;
  parseServerSentEvents(text).forEach(({ data, terminated }, index) => {
    if (data === undefined || data.trim() === '') return;
    if (data.trim() === '[DONE]') {
      done = true;
      return;
    }
    const value = parsed(data);
    if (isJsonObject(value)) events.push(value);
    // The half-written last event of a stream that was cut off is no defect of its own: `complete` says it.
    else if (terminated || whole) malformed ??= `Event ${index + 1} of the stream is not a JSON object: ${excerpt(data)}`;
  });
  if (whole && events.length === 0 && !done && text.trim() !== '') malformed ??= `The stream has no events: ${excerpt(text)}`;
  return { form: 'stream', events, done, malformed };
}

/** The beginning of a text, quoted, for a sentence about it. */
function excerpt(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text);
}
