import type { ChatResponse } from '../domain/chat.ts';
import type { RecordedExchange } from '../domain/cassette.ts';
import type { HeaderList, WireEnding } from '../domain/http.ts';

/** What an answer says, as far as events tell it. */
export type AnswerMeaning = Pick<ChatResponse, 'blocks' | 'finish' | 'usage' | 'complete' | 'error' | 'malformed'>;

/** What a recording plays. */
export interface RecordedAnswer extends Pick<RecordedExchange, 'response' | 'chunkAtMs' | 'endedAtMs'> {
  /** What the recording's dialect reads in the response, read once; undefined for plain HTTP. */
  readonly meaning: AnswerMeaning | undefined;
}

/** The first line of a stored answer; its bytes follow. */
interface AnswerHead {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderList;
  readonly ending: WireEnding;
  readonly chunkBytes: readonly number[];
  readonly chunkAtMs: readonly number[];
  readonly endedAtMs: number;
  readonly meaning?: AnswerMeaning;
}

/** An answer as the index keeps it: what is known about it in one line of JSON, then its bytes as they are sent. */
export function encodeAnswer({ response, chunkAtMs, endedAtMs, meaning }: RecordedAnswer): Uint8Array {
  const { status, statusText, headers, ending, chunks } = response;
  const chunkBytes = chunks.map((chunk) => chunk.length);
  const head: AnswerHead = { status, statusText, headers, ending, chunkBytes, chunkAtMs, endedAtMs, ...(meaning && { meaning }) };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...chunks]);
}

/** Undefined where the bytes are no answer that was encoded here. The chunks are views of them. */
export function decodeAnswer(bytes: Buffer): RecordedAnswer | undefined {
  const headEnd = bytes.indexOf(0x0a);
  try {
    const head = JSON.parse(bytes.toString('utf8', 0, headEnd)) as AnswerHead;
    const { status, statusText, headers, ending, chunkBytes, chunkAtMs, endedAtMs, meaning } = head;
    const chunks: Uint8Array[] = [];
    let offset = headEnd + 1;
    for (const length of chunkBytes) chunks.push(bytes.subarray(offset, (offset += length)));
    if (offset !== bytes.length) return undefined;
    return { response: { status, statusText, headers, ending, chunks }, chunkAtMs, endedAtMs, meaning };
  } catch {
    return undefined;
  }
}

/** Without what events do not tell: ids, models, vectors. */
export function meaningOf({ blocks, finish, usage, complete, error, malformed }: AnswerMeaning): AnswerMeaning {
  return {
    blocks,
    complete,
    ...(finish && { finish }),
    ...(usage && { usage }),
    ...(error && { error }),
    ...(malformed === undefined ? {} : { malformed }),
  };
}
