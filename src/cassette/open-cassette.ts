import { openSync } from 'node:fs';
import type { CassetteHeader, Matching, RecordedExchange } from '../domain/cassette.ts';
import { exactMatching } from '../domain/cassette.ts';
import { decodeUtf8, type HttpRequest } from '../domain/http.ts';
import { cassetteFiles, exists, type CassetteFiles } from './files.ts';
import { indexedExchangesMin, indexSignature, openAnswers, readIndex, writeIndex, type CassetteIndex, type IndexRow } from './index-file.ts';
import { canonicalRequest, exactKey } from './key.ts';
import { matcherNamed } from './matcher-named.ts';
import { createPieceReader, type PieceReader } from './piece-reader.ts';
import type { Dialects } from './read-cassette.ts';
import { decodeAnswer, encodeAnswer, meaningOf, type AnswerMeaning, type RecordedAnswer } from './recorded-answer.ts';
import { decodeBody, decodeResponse, type WireLine } from './wire-codec.ts';

/** A recording that can be found by its keys, and read when it is needed. */
export interface CassetteEntry {
  readonly id: number;
  readonly branch: string;
  readonly dialect: string | undefined;
  /** The cassette's file. */
  readonly file: string;
  readonly key: string;
  /** By the looser matcher that is declared, where one is. */
  readonly looseKey: string | undefined;
  request(): HttpRequest;
  answer(): RecordedAnswer;
}

/** A cassette that is open for replay. */
export interface OpenCassette {
  readonly files: CassetteFiles;
  readonly header: CassetteHeader;
  readonly entries: readonly CassetteEntry[];
  readonly notes: readonly string[];
  close(): void;
}

/**
 * Opens a cassette, from its index where that is still true. `matching` adds to what the cassette itself declares.
 *
 * @throws RehearsalFailure as `readCassette` does.
 */
export async function openCassette(path: string, dialects: Dialects, matching: Matching = exactMatching): Promise<OpenCassette> {
  const files = cassetteFiles(path);
  const signature = exists(files.journal) ? undefined : indexSignature(files, matching);
  const index = signature === undefined ? undefined : readIndex(files, signature);
  if (index !== undefined) return fromIndex(files, index);
  // YAML and the schema are only loaded where they are needed: a warm start answers sooner.
  const { readCassette } = await import('./read-cassette.ts');
  const cassette = readCassette(files, dialects);
  const merged = mergeMatching(cassette.header.matching, matching);
  const header = { ...cassette.header, matching: merged };
  const entries = cassette.exchanges.map((exchange) => entryOf(exchange, files, dialects, merged));
  const { lineSpans } = cassette;
  if (signature !== undefined && lineSpans !== undefined && entries.length >= indexedExchangesMin) {
    const { rows, answers } = indexed(entries, lineSpans);
    writeIndex(files, { signature, header, rows }, answers);
  }
  return { files, header, entries, notes: cassette.notes, close: () => undefined };
}

/** The rows of an index, and the answers that they point to. */
function indexed(
  entries: readonly CassetteEntry[],
  spans: readonly (readonly [offset: number, length: number])[],
): { readonly rows: readonly IndexRow[]; readonly answers: readonly Uint8Array[] } {
  const answers = entries.map((entry) => encodeAnswer(entry.answer()));
  let answerOffset = 0;
  const rows = entries.map(({ id, branch, dialect, key, looseKey }, position): IndexRow => {
    const answerLength = answers[position]!.length;
    const row: IndexRow = [id, branch, dialect ?? null, key, looseKey ?? null, ...spans[position]!, answerOffset, answerLength];
    answerOffset += answerLength;
    return row;
  });
  return { rows, answers };
}

/** What either declares is volatile; the looser matcher of the two. */
export function mergeMatching(a: Matching, b: Matching): Matching {
  return {
    matcher: b.matcher === 'exact' ? a.matcher : b.matcher,
    volatileFields: [...new Set([...a.volatileFields, ...b.volatileFields])],
    volatilePatterns: [...new Set([...a.volatilePatterns, ...b.volatilePatterns])],
  };
}

function entryOf(exchange: RecordedExchange, files: CassetteFiles, dialects: Dialects, matching: Matching): CassetteEntry {
  const reader = exchange.dialect === undefined ? undefined : dialects.named(exchange.dialect);
  const canonical = canonicalRequest(exchange.request, reader, matching);
  let meaning: AnswerMeaning | undefined;
  return {
    id: exchange.id,
    branch: exchange.branch,
    dialect: exchange.dialect,
    file: files.readable,
    key: exactKey(canonical),
    looseKey: matcherNamed(matching.matcher)?.key(canonical),
    request: () => exchange.request,
    answer() {
      if (reader !== undefined) meaning ??= meaningOf(reader.readResponse(exchange.response));
      const { response, chunkAtMs, endedAtMs } = exchange;
      return { response, chunkAtMs, endedAtMs, meaning };
    },
  };
}

function fromIndex(files: CassetteFiles, index: CassetteIndex): OpenCassette {
  const wire = new IndexedWire(files, index);
  return { files, header: index.header, entries: index.rows.map((row) => new IndexedEntry(row, wire)), notes: [], close: () => wire.close() };
}

/** The wire file of a cassette that was opened from its index. */
class IndexedWire {
  readonly files: CassetteFiles;
  private readonly index: CassetteIndex;
  private readonly lines: PieceReader;
  private readonly answers: PieceReader;
  private rowsById: ReadonlyMap<number, IndexRow> | undefined;

  constructor(files: CassetteFiles, index: CassetteIndex) {
    this.files = files;
    this.index = index;
    this.lines = createPieceReader(() => openSync(files.wire, 'r'));
    this.answers = createPieceReader(() => openAnswers(files, index));
  }

  close(): void {
    this.lines.close();
    this.answers.close();
  }

  answer(row: IndexRow): RecordedAnswer | undefined {
    const bytes = this.answers.read(row[7], row[8]);
    return bytes === undefined ? undefined : decodeAnswer(bytes);
  }

  line(row: IndexRow): WireLine {
    return JSON.parse(this.lines.read(row[5], row[6])?.toString('utf8') ?? '') as WireLine;
  }

  request(row: IndexRow): HttpRequest {
    const { request } = this.line(row);
    this.rowsById ??= new Map(this.index.rows.map((other) => [other[0], other]));
    const rows = this.rowsById;
    const body = decodeBody(request.body, (exchange) => decodeUtf8(this.request(rows.get(exchange)!).body));
    return { method: request.method, url: request.url, headers: request.headers, body };
  }
}

/** One of ten thousand, so it holds nothing of its own. */
class IndexedEntry implements CassetteEntry {
  private readonly row: IndexRow;
  private readonly wire: IndexedWire;

  constructor(row: IndexRow, wire: IndexedWire) {
    this.row = row;
    this.wire = wire;
  }

  get id(): number {
    return this.row[0];
  }

  get branch(): string {
    return this.row[1];
  }

  get dialect(): string | undefined {
    return this.row[2] ?? undefined;
  }

  get file(): string {
    return this.wire.files.readable;
  }

  get key(): string {
    return this.row[3];
  }

  get looseKey(): string | undefined {
    return this.row[4] ?? undefined;
  }

  request(): HttpRequest {
    return this.wire.request(this.row);
  }

  answer(): RecordedAnswer {
    const stored = this.wire.answer(this.row);
    if (stored !== undefined) return stored;
    const line = this.wire.line(this.row);
    const response = decodeResponse(line);
    return { response, chunkAtMs: line.response.chunkAtMs, endedAtMs: line.response.endedAtMs, meaning: undefined };
  }
}
