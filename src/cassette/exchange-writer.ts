import { createHash } from 'node:crypto';
import type { ChatResponse } from '../domain/chat.ts';
import type { CassetteHeader, RecordedExchange } from '../domain/cassette.ts';
import { RehearsalFailure, toFailure } from '../domain/failure.ts';
import { joinChunks, type HeaderList, type HttpResponse, type WireEnding } from '../domain/http.ts';
import type { JournalWriter } from './journal.ts';
import type { AnswerPiece, StoredPart } from './journal-part.ts';
import { tornCharacter } from './redaction/lossless-text.ts';
import type { StoredExchange } from './stored-answer.ts';

/** What is known of an exchange when its answer begins. */
export type ExchangeStart = Pick<RecordedExchange, 'id' | 'branch' | 'dialect' | 'request'> & {
  readonly response: Pick<HttpResponse, 'status' | 'statusText'>;
};

/** What is known when it has ended. */
export interface ExchangeEnd {
  readonly headers: HeaderList;
  readonly ending: WireEnding;
  readonly endedAtMs: number;
  /** What the answer says, if somebody has read it. */
  readonly meaning?: ChatResponse;
  /** Counts the secrets replaced so far, for whoever may have to recover this recording. */
  readonly redacted?: CassetteHeader['redacted'];
}

/** Takes an answer while it comes, redacted. A small one is kept until its end, a large one goes to the journal in parts. */
export interface ExchangeWriter {
  /** @throws RehearsalFailure DISK_FULL, WRITE_FAILED or RECORDING_FAILED; the exchange is then lost, and what was added before stays safe. */
  add(piece: AnswerPiece): void;
  /** @throws as `add`. */
  finish(end: ExchangeEnd): void;
}

/** So much of an answer is kept in memory. */
const keptBytesMax = 256 * 1024;

/** A file that is larger than this could not be read again as one text. */
const journalBytesMax = 448 * 1024 * 1024;

interface ExchangeWriterOptions {
  readonly start: ExchangeStart;
  readonly file: string;
  readonly journal: JournalWriter;
  /** Told of the exchange when it is safe. */
  added(exchange: RecordedExchange): void;
  /** The exchange is small: whoever keeps the others takes it. */
  add(exchange: RecordedExchange, redacted?: CassetteHeader['redacted']): void;
}

export function createExchangeWriter(options: ExchangeWriterOptions): ExchangeWriter {
  const { start, journal } = options;
  const hash = createHash('sha256');
  const parts: StoredPart[] = [];
  let pieces: Uint8Array[] = [];
  let chunkBytes: number[] = [];
  let chunkAtMs: number[] = [];
  let keptBytes = 0;
  let partedBytes = 0;
  const safely = <T>(write: () => T): T => {
    try {
      return write();
    } catch (error) {
      throw toFailure(error, 'WRITE_FAILED');
    }
  };
  /** All that is kept becomes a part, but for the beginning of a character. */
  const part = (isLast: boolean): void => {
    const kept = joinChunks(pieces);
    const bytes = kept.subarray(0, kept.length - (isLast ? 0 : tornCharacter(kept)));
    if (journal.bytes + bytes.length > journalBytesMax) throw tooLarge(start.id);
    hash.update(bytes);
    parts.push(safely(() => journal.addPart(start.id, { bytes, chunkBytes, chunkAtMs })));
    partedBytes += bytes.length;
    keptBytes = kept.length - bytes.length;
    pieces = keptBytes === 0 ? [] : [Uint8Array.from(kept.subarray(bytes.length))];
    chunkBytes = [];
    chunkAtMs = [];
  };
  return {
    add(piece) {
      pieces.push(piece.bytes);
      keptBytes += piece.bytes.length;
      for (const length of piece.chunkBytes) chunkBytes.push(length);
      for (const at of piece.chunkAtMs) chunkAtMs.push(at);
      // The chunks of a stream may be very many and very small.
      if (keptBytes + chunkBytes.length * 16 > keptBytesMax) part(false);
    },
    finish({ headers, ending, endedAtMs, meaning, redacted }) {
      const common = { id: start.id, branch: start.branch, dialect: start.dialect, request: start.request, endedAtMs };
      const response = { ...start.response, headers, ending };
      if (parts.length === 0) {
        const bytes = joinChunks(pieces);
        let offset = 0;
        const chunks = chunkBytes.map((length) => bytes.subarray(offset, (offset += length)));
        return options.add({ ...common, response: { ...response, chunks }, chunkAtMs }, redacted);
      }
      part(true);
      const exchange: RecordedExchange = { ...common, response: { ...response, chunks: [] }, chunkAtMs: [] };
      safely(() => journal.addParted(exchange, parts.length, redacted));
      const stored = { journal: options.file, parts, bytes: partedBytes, digest: hash.digest('hex'), ...(meaning === undefined ? {} : { meaning }) };
      const kept: StoredExchange = { ...exchange, stored };
      options.added(kept);
    },
  };
}

function tooLarge(id: number): RehearsalFailure {
  return new RehearsalFailure(
    'RECORDING_FAILED',
    `The recording would grow beyond ${journalBytesMax / 1024 / 1024} MiB with exchange ${id}; it is not kept.`,
    {
      hint: 'The agent got the answer. A file of this size could not be opened for replay: serve such answers by a plain file or a tool of the scenario.',
    },
  );
}
