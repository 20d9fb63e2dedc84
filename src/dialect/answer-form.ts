import type { ChatResponse, ProviderError, Trouble, WordedTrouble } from '../domain/chat.ts';
import type { HttpRequest } from '../domain/http.ts';
import type { Json, JsonObject } from '../domain/json.ts';

/** What a body says. `complete` is given only where a whole body can say that it is not the end (a background answer in progress). */
export type BodyMeaning = Omit<ChatResponse, 'complete'> & { readonly complete?: boolean };

/** A stream folded into the body that the provider would have sent without streaming. */
export interface FoldedStream {
  readonly body: JsonObject;
  /** True where the terminal event was seen. */
  readonly complete: boolean;
}

/** A stream that is being folded, an event at a time: what it keeps is what the events say, not the events. */
export interface StreamFold {
  add(event: JsonObject): void;
  /** `done`: the stream said that it has ended. */
  end(done: boolean): FoldedStream;
}

/** One event to be written. */
export interface StreamEvent {
  readonly event?: string;
  /** A text is written as it is (`[DONE]`), anything else as JSON. */
  readonly data: Json;
}

/**
 * What differs between providers' answers; `answers` makes a dialect's three functions of it. A stream is folded into a body and a body is split into a
 * stream, so that blocks are read and written in one place whatever the form.
 */
export interface AnswerForm {
  readBody(body: JsonObject): BodyMeaning;
  writeBody(response: ChatResponse, request: HttpRequest | undefined): JsonObject;
  /** The error in an error body or in an event of a stream; undefined where it is not one. `status` is the response's own. */
  readError(body: JsonObject, status: number): ProviderError | undefined;
  writeError(error: ProviderError): JsonObject;
  readonly troubles: Readonly<Record<Trouble, WordedTrouble>>;
  /** Absent where the provider does not stream. */
  readonly stream?: {
    startFold(): StreamFold;
    /** The events for a body. Without `complete` the terminal event is left out; an error comes where it would have been. */
    split(body: JsonObject, response: ChatResponse, request: HttpRequest | undefined): readonly StreamEvent[];
    /** An error among the events; `number` counts them from 0. */
    errorEvent(error: ProviderError, number: number): StreamEvent;
    /** The event in which an answer says that it failed; absent where there is none. */
    failedEvent?(answer: ChatResponse, number: number): StreamEvent;
    /** True where the request asked for a JSON array instead of server-sent events. */
    asArray?(request: HttpRequest): boolean;
  };
  /** True where a body can hold blocks and an error together. */
  readonly errorInBody?: boolean;
  /** True where numbers are measurements (vectors), to be read as the nearest double instead of digit by digit. */
  readonly roundNumbers?: boolean;
  readonly jsonType: string;
  readonly streamType?: string;
}
