import type { ChatResponse } from '../domain/chat.ts';
import type { RecordedExchange } from '../domain/cassette.ts';
import { readPlaces, type StoredPart } from './journal-part.ts';
import type { WireLine } from './wire-codec.ts';

/** An answer that was too large to be kept in memory: it lies in the journal. */
export interface StoredAnswer {
  readonly journal: string;
  readonly parts: readonly StoredPart[];
  readonly bytes: number;
  /** SHA-256 of all its bytes, hexadecimal. */
  readonly digest: string;
  /** What it says, where that was read while it came. */
  readonly meaning?: ChatResponse;
}

/** An exchange whose response has no chunks here: they are in the journal. */
export interface StoredExchange extends RecordedExchange {
  readonly stored: StoredAnswer;
}

/** Where the answer of an exchange lies that is not in memory. */
export function storedAnswerOf(exchange: RecordedExchange): StoredAnswer | undefined {
  return 'stored' in exchange ? (exchange as StoredExchange).stored : undefined;
}

/** The bytes of the answer, a part at a time. */
export function* storedBytes({ journal, parts }: StoredAnswer): Generator<Uint8Array> {
  for (const { isText, content } of parts) {
    const written = Buffer.concat([...readPlaces(journal, [content])]).toString('utf8');
    yield isText ? Buffer.from(JSON.parse(`"${written}"`) as string, 'utf8') : Buffer.from(written, 'base64');
  }
}

/** The line of the wire file, byte for byte what it would be if the answer had been in memory. `line` is that of the exchange without chunks. */
export function* storedLine(line: WireLine, stored: StoredAnswer): Generator<string | Uint8Array> {
  const { text: _none, chunkBytes: _noBytes, chunkAtMs: _noTimes, endedAtMs, ...head } = line.response;
  const { parts, journal } = stored;
  const before = JSON.stringify({ ...line, response: head });
  yield `${before.slice(0, -2)},"chunkBytes":[`;
  yield* listed(journal, parts, ({ chunkBytes }) => chunkBytes);
  yield '],"chunkAtMs":[';
  yield* listed(journal, parts, ({ chunkAtMs }) => chunkAtMs);
  const isText = parts.every((part) => part.isText);
  yield `],"endedAtMs":${endedAtMs},"${isText ? 'text' : 'base64'}":"`;
  if (isText)
    yield* readPlaces(
      journal,
      parts.map(({ content }) => content),
    );
  else yield* base64Of(storedBytes(stored));
  yield '"}}';
}

function* listed(
  journal: string,
  parts: readonly StoredPart[],
  placeOf: (part: StoredPart) => readonly [number, number],
): Generator<string | Uint8Array> {
  let isFirst = true;
  for (const part of parts) {
    const place = placeOf(part);
    if (place[1] === 0) continue;
    if (!isFirst) yield ',';
    isFirst = false;
    yield* readPlaces(journal, [place]);
  }
}

/** Three bytes are four letters: what is left of them goes along with the next piece. */
function* base64Of(pieces: Iterable<Uint8Array>): Generator<string> {
  let rest: Uint8Array = new Uint8Array();
  for (const piece of pieces) {
    const bytes = Buffer.concat([rest, piece]);
    const whole = bytes.length - (bytes.length % 3);
    rest = bytes.subarray(whole);
    yield bytes.toString('base64', 0, whole);
  }
  yield Buffer.from(rest).toString('base64');
}
