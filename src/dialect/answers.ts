import type { ChatResponse, ProviderError } from '../domain/chat.ts';
import { encodeUtf8, type HeaderList, type HttpResponse } from '../domain/http.ts';
import { parseJsonExactly, type Json, type JsonObject } from '../domain/json.ts';
import { formatServerSentEvent } from '../domain/sse.ts';
import type { AnswerForm, BodyMeaning, StreamEvent } from './answer-form.ts';
import { readPayload } from './answer-payload.ts';
import { defined } from './defined.ts';
import type { Dialect, WriteOptions } from './dialect.ts';
import { jsonText } from './json-text.ts';
import { retryAfterSeconds } from './retry-after.ts';
import { statusText } from './status-text.ts';

/** The half of a dialect that concerns answers, from what is particular to the provider. */
export function answers(form: AnswerForm): Pick<Dialect, 'readResponse' | 'writeResponse' | 'writeError'> {
  return {
    readResponse: (response) => neverThrowing(() => readResponse(form, response)),
    writeResponse: (response, options) => writeResponse(form, response, options),
    writeError: (error) => writeError(form, error),
  };
}

/** JSON can be nested more deeply than it can be written again, in a message about it for one; nothing else here throws. */
function neverThrowing(read: () => ChatResponse): ChatResponse {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    return { blocks: [], complete: false, malformed: 'The body is nested too deeply.' };
  }
}

function readResponse(form: AnswerForm, response: HttpResponse): ChatResponse {
  const payload = readPayload(response, form.roundNumbers === true ? parseRounded : parseJsonExactly);
  if (payload.form === 'unreadable') return { blocks: [], complete: false, malformed: payload.malformed, ...unreadableError(response, payload.text) };
  if (payload.form === 'body') {
    const error = withRetryAfter(form.readError(payload.body, response.status) ?? statusError(response, payload.body), response.headers);
    const whole = response.ending === 'complete';
    if (error !== undefined) return { blocks: [], complete: whole, error };
    const meaning = form.readBody(payload.body);
    return answerOf(meaning, whole && meaning.complete !== false);
  }
  return readStream(form, response, payload);
}

function readStream(
  form: AnswerForm,
  response: HttpResponse,
  payload: { events: readonly JsonObject[]; done: boolean; malformed: string | undefined },
): ChatResponse {
  let error: ProviderError | undefined;
  const events = payload.events.filter((event) => {
    const found = form.readError(event, response.status);
    error ??= found;
    return found === undefined;
  });
  error ??= statusError(response, {});
  const failed = withRetryAfter(error, response.headers);
  // An error body in a list (Gemini) is an error body, not a stream that broke off.
  if (failed !== undefined && response.status >= 400) return { blocks: [], complete: response.ending === 'complete', error: failed };
  if (form.stream === undefined)
    return { blocks: [], complete: false, malformed: 'The body is a stream, where one JSON object was expected.', ...(failed && { error: failed }) };
  const folded = form.stream.fold(events, payload.done);
  const { malformed, ...meaning }: BodyMeaning = events.length === 0 ? { blocks: [] } : form.readBody(folded.body);
  return answerOf({ ...meaning, error: failed ?? meaning.error, malformed: payload.malformed ?? malformed }, folded.complete);
}

function answerOf(meaning: { [K in keyof BodyMeaning]: BodyMeaning[K] | undefined } & Pick<BodyMeaning, 'blocks'>, complete: boolean): ChatResponse {
  return defined<ChatResponse>({ ...meaning, complete });
}

function parseRounded(text: string): Json {
  return JSON.parse(text) as Json;
}

/** An error status is an error whatever the body says. */
function statusError(response: HttpResponse, body: JsonObject): ProviderError | undefined {
  if (response.status < 400) return undefined;
  const { message, detail } = body;
  const words = [message, detail].find((text) => typeof text === 'string');
  return { status: response.status, type: 'unknown_error', message: words ?? (jsonText(body) === '{}' ? response.statusText : jsonText(body)) };
}

function unreadableError(response: HttpResponse, text: string): { error?: ProviderError } {
  if (response.status < 400) return {};
  const error: ProviderError = { status: response.status, type: 'unknown_error', message: text.trim().slice(0, 500) || response.statusText };
  return defined({ error: withRetryAfter(error, response.headers) });
}

function withRetryAfter(error: ProviderError | undefined, headers: HeaderList): ProviderError | undefined {
  const seconds = error === undefined ? undefined : retryAfterSeconds(headers);
  return error === undefined || seconds === undefined ? error : { ...error, retryAfterSeconds: seconds };
}

function writeResponse(form: AnswerForm, response: ChatResponse, { stream, request }: WriteOptions): HttpResponse {
  const { error } = response;
  const streaming = stream && form.stream !== undefined;
  if (error !== undefined && (response.blocks.length === 0 || (!streaming && form.errorInBody !== true))) return writeError(form, error);
  const body = form.writeBody(response, request);
  const ending = response.complete ? 'complete' : 'aborted';
  if (!streaming) return httpResponse(200, form.jsonType, [jsonText(body)], ending);
  const events = form.stream.split(body, response, request);
  if (request !== undefined && form.stream.asArray?.(request) === true)
    return httpResponse(200, form.jsonType, arrayTexts(events, response.complete), ending);
  return httpResponse(200, form.streamType ?? 'text/event-stream', events.map(eventText), ending);
}

function eventText({ event, data }: StreamEvent): string {
  return formatServerSentEvent(typeof data === 'string' ? data : jsonText(data), event);
}

/** One JSON array, an element at a time; the closing bracket belongs to a whole answer only. */
function arrayTexts(events: readonly StreamEvent[], whole: boolean): readonly string[] {
  const texts = events.map(({ data }, index) => (index === 0 ? '[' : ',\r\n') + jsonText(data));
  return whole ? [...texts, ']'] : texts;
}

function writeError(form: AnswerForm, error: ProviderError): HttpResponse {
  const retryAfter: HeaderList = error.retryAfterSeconds === undefined ? [] : [['retry-after', String(error.retryAfterSeconds)]];
  const response = httpResponse(error.status, form.jsonType, [jsonText(form.writeError(error))], 'complete');
  return { ...response, headers: [...response.headers, ...retryAfter] };
}

function httpResponse(status: number, contentType: string, texts: readonly string[], ending: HttpResponse['ending']): HttpResponse {
  return { status, statusText: statusText(status), headers: [['content-type', contentType]], chunks: texts.map(encodeUtf8), ending };
}
