import type { ChatRequest, ChatResponse, Operation, ProviderError, Trouble, WordedTrouble } from '../domain/chat.ts';
import type { HttpRequest, HttpResponse, WireEnding } from '../domain/http.ts';

/**
 * How one provider speaks HTTP.
 *
 * Laws (`test/laws/dialect.laws.ts`): `readRequest(writeRequest(q))` equals `q`; `readResponse(writeResponse(r, { stream }))` equals `r`, streamed or
 * not; a response whose chunks are cut anywhere, inside a character too, reads the same; no input makes a reader throw anything but UNREADABLE_REQUEST.
 * A change of any leaf of a request's body changes what is read; only `stream: false` reads like its absence. What an answer lacks that the provider
 * always sends (ids, a model, the ordinary reason to finish) is filled in when it is written.
 */
export interface Dialect {
  /** Stable, written into cassettes: `openai-chat`. */
  readonly name: string;
  /** What its requests ask for. */
  readonly operation: Operation;
  /** Decided by method and path alone. */
  recognises(request: Pick<HttpRequest, 'method' | 'url'>): boolean;
  /** @throws RehearsalFailure UNREADABLE_REQUEST where the body is not what the provider's API accepts. */
  readRequest(request: HttpRequest): ChatRequest;
  writeRequest(request: ChatRequest): HttpRequest;
  /** Never throws: what cannot be read is said in `malformed` or `error`. A stream without its terminal event is `complete: false`. */
  readResponse(response: HttpResponse): ChatResponse;
  /** The same for an answer that is read while it comes: what is kept of a stream is what it says. `readResponse` says the same of the same bytes. */
  responseReader(head: AnswerHead): ResponseReader;
  writeResponse(response: ChatResponse, options: WriteOptions): HttpResponse;
  writeError(error: ProviderError): HttpResponse;
  /** How the provider words what goes wrong everywhere. Law: each reads as an error of the status that it says, in its own type. */
  readonly troubles: Readonly<Record<Trouble, WordedTrouble>>;
  /** An error that comes where an event of a stream was to come; undefined where the provider does not stream. */
  writeStreamError(error: ProviderError, place: StreamErrorPlace): Uint8Array | undefined;
  /** Where the arguments of a call travel as text, which may be half-written; elsewhere they are a JSON object, whole or not there. */
  readonly argumentsAreText: 'always' | 'in-streams' | 'never';
}

/** Where in a stream an error comes. */
export interface StreamErrorPlace {
  readonly request: HttpRequest;
  /** How many events there were before it. */
  readonly eventCount: number;
  /** What had been said; given where the answer is to say itself that it failed, as Responses can, instead of a bare error. */
  readonly failedAnswer?: ChatResponse;
}

/** What is known of an answer before its body. */
export type AnswerHead = Pick<HttpResponse, 'status' | 'statusText' | 'headers'>;

/** Reads an answer in pieces, cut anywhere. */
export interface ResponseReader {
  push(bytes: Uint8Array): void;
  end(ending: WireEnding): ChatResponse;
}

/** How an answer is to be written. */
export interface WriteOptions {
  readonly stream: boolean;
  /**
   * The request that is answered. Some forms depend on it: Gemini streams a JSON array without `alt=sse`, OpenAI sends embeddings in base64 and the
   * usage of a stream only when asked to. Without it the form that says most is written.
   */
  readonly request?: HttpRequest;
}
