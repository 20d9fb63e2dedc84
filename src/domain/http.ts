/** Headers in the order and the spelling in which they were seen on the wire; a name may occur more than once. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/**
 * A request as it reached the gateway. `url` is the path below the episode's base, with the query:
 * `/openai/v1/chat/completions`, `/anthropic/v1/messages`, `/gemini/v1beta/models/…`, `/http/<name>/…`.
 */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
}

/** How a response ended: with its proper end, cut off by the other side, or by an error of the connection. */
export type WireEnding = 'complete' | 'aborted' | 'error';

/** A whole response; `chunks` are the pieces as they arrived, and their borders carry no meaning. */
export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderList;
  readonly chunks: readonly Uint8Array[];
  readonly ending: WireEnding;
}

/**
 * An answer on its way to the agent. The body is either there already (`ending` says how it ends), or comes as it is made; then it ends with a
 * `WireBreak` where the connection is to break.
 */
export interface Answer {
  /** 0 for none at all: the connection breaks before anything is said, `ending` says how. */
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderList;
  readonly body: readonly Uint8Array[] | AsyncIterable<Uint8Array>;
  readonly ending?: WireEnding;
  /** Where there is no answer at all: nobody even took the connection. */
  readonly refused?: boolean;
  /** It says nowhere how long it is: whoever wants to know waits for the end of the connection. */
  readonly untilClose?: boolean;
}

/** Thrown by a body to say that the connection breaks here. */
export class WireBreak extends Error {
  readonly ending: 'aborted' | 'error';

  constructor(ending: 'aborted' | 'error', message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'WireBreak';
    this.ending = ending;
  }
}

/** The first value of a header, whatever its case; undefined where it is absent. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (const [key, value] of headers) if (key.length === wanted.length && key.toLowerCase() === wanted) return value;
  return undefined;
}

/** The headers without the named ones (lower case). */
export function withoutHeaders(headers: HeaderList, names: ReadonlySet<string>): HeaderList {
  return headers.filter(([name]) => !names.has(name.toLowerCase()));
}

/** All chunks in one piece. */
export function joinChunks(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  return Buffer.concat(chunks);
}

/** Bytes as text; bytes that are not UTF-8 become U+FFFD, a byte order mark stays. */
export function decodeUtf8(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

let lastBody: Uint8Array | undefined;
let lastText = '';
const keptBytesMax = 1024 * 1024;

/** The text of a body, which is whole and never changes. A request is searched for secrets, then read: asked twice in a row it is decoded once. */
export function bodyText(body: Uint8Array): string {
  if (body === lastBody) return lastText;
  const text = decodeUtf8(body);
  if (body.length > keptBytesMax) return text;
  lastBody = body;
  return (lastText = text);
}

/** Text as UTF-8. */
export function encodeUtf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

/** True where the bytes are valid UTF-8 throughout. */
export function isUtf8(bytes: Uint8Array): boolean {
  return validUtf8(bytes);
}

const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
function validUtf8(bytes: Uint8Array): boolean {
  try {
    strictDecoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The path of a request's URL without its query. */
export function pathOf(url: string): string {
  const question = url.indexOf('?');
  return question === -1 ? url : url.slice(0, question);
}
