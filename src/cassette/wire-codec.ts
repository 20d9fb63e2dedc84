import type { RecordedExchange } from '../domain/cassette.ts';
import { RehearsalFailure } from '../domain/failure.ts';
import { decodeUtf8, encodeUtf8, isUtf8, joinChunks, type HeaderList, type WireEnding } from '../domain/http.ts';

/**
 * One exchange as one line of JSON in a `.wire.ndjson` file or a journal. A request body is kept as what differs from an earlier body of the
 * same file (a conversation repeats its history in every request; stored whole it would grow with the square of its length).
 */
export interface WireLine {
  readonly exchange: number;
  /** In a journal alone: the answer stands in so many lines before this one. */
  readonly parts?: number;
  readonly branch?: string;
  readonly dialect?: string;
  readonly request: { readonly method: string; readonly url: string; readonly headers: HeaderList; readonly body: BodyLine };
  readonly response: {
    readonly status: number;
    readonly statusText: string;
    readonly headers: HeaderList;
    readonly ending: WireEnding;
    /** Lengths of the chunks in bytes. */
    readonly chunkBytes: readonly number[];
    readonly chunkAtMs: readonly number[];
    readonly endedAtMs: number;
    readonly text?: string;
    readonly base64?: string;
  };
}

/** `text`, `base64`, or the first `head` and last `tail` characters of the body of exchange `like` with `text` between them. */
export type BodyLine =
  | { readonly text: string }
  | { readonly base64: string }
  | { readonly like: number; readonly head: number; readonly tail: number; readonly text: string };

/** How many earlier bodies are searched for a likeness; enough for as many sub-agents that talk at once. */
const likenessSearch = 32;

/** Turns exchanges into lines; remembers bodies, so one encoder serves one file, in order. */
export function createWireEncoder(): (exchange: RecordedExchange) => WireLine {
  const bodies: { readonly exchange: number; readonly text: string }[] = [];
  return (exchange) => {
    const { request, response } = exchange;
    const bytes = joinChunks(response.chunks);
    const line: WireLine = {
      exchange: exchange.id,
      ...(exchange.branch === 'main' ? {} : { branch: exchange.branch }),
      ...(exchange.dialect === undefined ? {} : { dialect: exchange.dialect }),
      request: { method: request.method, url: request.url, headers: request.headers, body: encodeBody(request.body, bodies) },
      response: {
        status: response.status,
        statusText: response.statusText,
        headers: response.headers,
        ending: response.ending,
        chunkBytes: response.chunks.map((chunk) => chunk.length),
        chunkAtMs: exchange.chunkAtMs,
        endedAtMs: exchange.endedAtMs,
        ...(isUtf8(bytes) ? { text: decodeUtf8(bytes) } : { base64: Buffer.from(bytes).toString('base64') }),
      },
    };
    if (isUtf8(request.body)) {
      bodies.push({ exchange: exchange.id, text: decodeUtf8(request.body) });
      if (bodies.length > likenessSearch) bodies.shift();
    }
    return line;
  };
}

function encodeBody(body: Uint8Array, earlier: readonly { readonly exchange: number; readonly text: string }[]): BodyLine {
  if (!isUtf8(body)) return { base64: Buffer.from(body).toString('base64') };
  const text = decodeUtf8(body);
  let best: BodyLine = { text };
  let saved = 64; // A likeness that saves less than its own notation is not worth the reader's time.
  for (const other of earlier) {
    const head = commonHead(text, other.text);
    const tail = commonTail(text, other.text, head);
    if (head + tail <= saved) continue;
    saved = head + tail;
    best = { like: other.exchange, head, tail, text: text.slice(head, text.length - tail) };
  }
  return best;
}

function commonHead(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let index = 0;
  while (index < length && a.charCodeAt(index) === b.charCodeAt(index)) index++;
  return splitsPair(a, index) ? index - 1 : index;
}

function commonTail(a: string, b: string, head: number): number {
  const length = Math.min(a.length, b.length) - head;
  let count = 0;
  while (count < length && a.charCodeAt(a.length - 1 - count) === b.charCodeAt(b.length - 1 - count)) count++;
  return splitsPair(a, a.length - count) ? count - 1 : count;
}

/** True where a cut at this index would part a surrogate pair, which JSON in UTF-8 could not carry. */
function splitsPair(text: string, index: number): boolean {
  const before = text.charCodeAt(index - 1);
  return before >= 0xd800 && before <= 0xdbff;
}

/** The request body of a line; `bodyOf` gives the text of an earlier exchange's body. */
export function decodeBody(body: BodyLine, bodyOf: (exchange: number) => string): Uint8Array {
  if ('base64' in body) return Buffer.from(body.base64, 'base64');
  if (!('like' in body)) return encodeUtf8(body.text);
  const like = bodyOf(body.like);
  return encodeUtf8(like.slice(0, body.head) + body.text + like.slice(like.length - body.tail));
}

/** The response of a line, cut into chunks as it was. */
export function decodeResponse(line: WireLine): RecordedExchange['response'] {
  const { status, statusText, headers, ending, chunkBytes, text, base64 } = line.response;
  const bytes = text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text, 'utf8');
  const total = chunkBytes.reduce((sum, length) => sum + length, 0);
  if (total !== bytes.length) {
    throw new RehearsalFailure('CASSETTE_CORRUPT', `Exchange ${line.exchange} holds ${bytes.length} bytes, but its chunks say ${total}.`);
  }
  const chunks: Uint8Array[] = [];
  let offset = 0;
  for (const length of chunkBytes) chunks.push(bytes.subarray(offset, (offset += length)));
  return { status, statusText, headers, ending, chunks };
}
