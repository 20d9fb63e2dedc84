import type { ChatResponse, ProviderError } from '../domain/chat.ts';
import { encodeUtf8, type HeaderList, type HttpResponse } from '../domain/http.ts';
import { parseJsonExactly, type Json, type JsonObject } from '../domain/json.ts';
import { formatServerSentEvent } from '../domain/sse.ts';
import type { AnswerForm, BodyMeaning, StreamEvent, StreamFold } from './answer-form.ts';
import { AnswerSplitter } from './answer-splitter.ts';
import { defined } from './defined.ts';
import type { AnswerHead, Dialect, ResponseReader, StreamErrorPlace, WriteOptions } from './dialect.ts';
import { jsonText } from './json-text.ts';
import { retryAfterSeconds } from './retry-after.ts';
import { statusText } from './status-text.ts';

/** The half of a dialect that concerns answers, from what is particular to the provider. */
export function answers(
  form: AnswerForm,
): Pick<Dialect, 'readResponse' | 'responseReader' | 'writeResponse' | 'writeError' | 'writeStreamError' | 'troubles'> {
  return {
    troubles: form.troubles,
    readResponse(response) {
      const reader = responseReader(form, response);
      for (const chunk of response.chunks) reader.push(chunk);
      return reader.end(response.ending);
    },
    responseReader: (head) => responseReader(form, head),
    writeResponse: (response, options) => writeResponse(form, response, options),
    writeError: (error) => writeError(form, error),
    writeStreamError: (error, place) => writeStreamError(form, error, place),
  };
}

/** JSON can be nested more deeply than it can be written again, in a message about it for one; nothing else here throws. */
function responseReader(form: AnswerForm, head: AnswerHead): ResponseReader {
  const events = new EventReader(form, head);
  const splitter = new AnswerSplitter(head.headers, {
    parse: form.roundNumbers === true ? parseRounded : parseJsonExactly,
    event: (event) => events.add(event),
  });
  let tooDeep = false;
  const neverThrowing = <T>(read: () => T): T | undefined => {
    try {
      return tooDeep ? undefined : read();
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown;
      tooDeep = true;
      return undefined;
    }
  };
  return {
    push: (bytes) => neverThrowing(() => splitter.push(bytes)),
    end: (ending) =>
      neverThrowing(() => endOf(form, head, splitter.end(ending === 'complete'), events, ending === 'complete')) ?? {
        blocks: [],
        complete: false,
        malformed: 'The body is nested too deeply.',
      },
  };
}

function endOf(form: AnswerForm, head: AnswerHead, payload: ReturnType<AnswerSplitter['end']>, events: EventReader, whole: boolean): ChatResponse {
  if (payload.form === 'unreadable') return { blocks: [], complete: false, malformed: payload.malformed, ...unreadableError(head, payload.text) };
  if (payload.form === 'body') {
    const error = withRetryAfter(form.readError(payload.body, head.status) ?? statusError(head, payload.body), head.headers);
    if (error !== undefined) return { blocks: [], complete: whole, error };
    const meaning = form.readBody(payload.body);
    return answerOf(meaning, whole && meaning.complete !== false);
  }
  if (payload.form === 'events') return events.end(payload.done, payload.malformed, whole);
  for (const event of payload.events) events.add(event);
  return events.end(false, payload.malformed, whole);
}

/** Reads the events of a stream, each when it has come. */
class EventReader {
  private readonly form: AnswerForm;
  private readonly head: AnswerHead;
  private readonly fold: StreamFold | undefined;
  private error: ProviderError | undefined;
  private count = 0;

  constructor(form: AnswerForm, head: AnswerHead) {
    this.form = form;
    this.head = head;
    this.fold = form.stream?.startFold();
  }

  add(event: JsonObject): void {
    const error = this.form.readError(event, this.head.status);
    this.error ??= error;
    if (error !== undefined) return;
    this.count++;
    // An error status is an error whatever the body says.
    if (this.head.status < 400) this.fold?.add(event);
  }

  end(done: boolean, malformed: string | undefined, whole: boolean): ChatResponse {
    const { form, head, fold } = this;
    const failed = withRetryAfter(this.error ?? statusError(head, {}), head.headers);
    // An error body in a list (Gemini) is an error body, not a stream that broke off.
    if (failed !== undefined && head.status >= 400) return { blocks: [], complete: whole, error: failed };
    if (fold === undefined)
      return {
        blocks: [],
        complete: false,
        malformed: 'The body is a stream, where one JSON object was expected.',
        ...(failed && { error: failed }),
      };
    const folded = fold.end(done);
    const { malformed: bodyMalformed, ...meaning }: BodyMeaning = this.count === 0 ? { blocks: [] } : form.readBody(folded.body);
    return answerOf({ ...meaning, error: failed ?? meaning.error, malformed: malformed ?? bodyMalformed }, folded.complete);
  }
}

function answerOf(meaning: { [K in keyof BodyMeaning]: BodyMeaning[K] | undefined } & Pick<BodyMeaning, 'blocks'>, complete: boolean): ChatResponse {
  return defined<ChatResponse>({ ...meaning, complete });
}

function parseRounded(text: string): Json {
  return JSON.parse(text) as Json;
}

/** An error status is an error whatever the body says. */
function statusError(response: AnswerHead, body: JsonObject): ProviderError | undefined {
  if (response.status < 400) return undefined;
  const { message, detail } = body;
  const words = [message, detail].find((text) => typeof text === 'string');
  return { status: response.status, type: 'unknown_error', message: words ?? (jsonText(body) === '{}' ? response.statusText : jsonText(body)) };
}

function unreadableError(response: AnswerHead, text: string): { error?: ProviderError } {
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

function writeStreamError(form: AnswerForm, error: ProviderError, { request, eventCount, failedAnswer }: StreamErrorPlace): Uint8Array | undefined {
  const { stream } = form;
  if (stream === undefined) return undefined;
  const failed = failedAnswer === undefined ? undefined : stream.failedEvent?.({ ...failedAnswer, error }, eventCount);
  const event = failed ?? stream.errorEvent(error, eventCount);
  if (stream.asArray?.(request) !== true) return encodeUtf8(eventText(event));
  return encodeUtf8(`${eventCount === 0 ? '[' : ',\r\n'}${jsonText(event.data)}]`);
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
