import { closeSync, openSync, readSync } from 'node:fs';
import type { CassetteHeader, Matching, RecordedExchange } from '../domain/cassette.ts';
import { exactMatching } from '../domain/cassette.ts';
import { decodeUtf8, type HttpRequest } from '../domain/http.ts';
import { cassetteFiles, exists, type CassetteFiles } from './files.ts';
import { indexedExchangesMin, indexSignature, readIndex, writeIndex, type CassetteIndex, type IndexRow } from './index-file.ts';
import { canonicalRequest, conversationKey, exactKey } from './key.ts';
import type { Dialects } from './read-cassette.ts';
import { decodeBody, decodeResponse, type WireLine } from './wire-codec.ts';

/** A recording that can be found by its keys, and read when it is needed. */
export interface CassetteEntry {
  readonly id: number;
  readonly branch: string;
  readonly dialect: string | undefined;
  /** The cassette's file. */
  readonly file: string;
  readonly key: string;
  readonly conversationKey: string | undefined;
  request(): HttpRequest;
  answer(): Pick<RecordedExchange, 'response' | 'chunkAtMs' | 'endedAtMs'>;
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
    const rows = entries.map((entry, position): IndexRow => [
      entry.id,
      entry.branch,
      entry.dialect ?? null,
      entry.key,
      entry.conversationKey ?? null,
      ...lineSpans[position]!,
    ]);
    writeIndex(files, { signature, header, rows });
  }
  return { files, header, entries, notes: cassette.notes, close: () => undefined };
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
  return {
    id: exchange.id,
    branch: exchange.branch,
    dialect: exchange.dialect,
    file: files.readable,
    key: exactKey(canonical),
    conversationKey: conversationKey(canonical),
    request: () => exchange.request,
    answer: () => exchange,
  };
}

function fromIndex(files: CassetteFiles, index: CassetteIndex): OpenCassette {
  const wire = createWireReader(files.wire);
  const rowsById = new Map(index.rows.map((row) => [row[0], row]));
  const lineOf = (row: IndexRow): WireLine => JSON.parse(wire.read(row[5], row[6])) as WireLine;
  const requestOf = (row: IndexRow): HttpRequest => {
    const { request } = lineOf(row);
    const body = decodeBody(request.body, (exchange) => decodeUtf8(requestOf(rowsById.get(exchange)!).body));
    return { method: request.method, url: request.url, headers: request.headers, body };
  };
  const entries = index.rows.map((row): CassetteEntry => {
    const [id, branch, dialect, key, conversation] = row;
    return {
      id,
      branch,
      dialect: dialect ?? undefined,
      file: files.readable,
      key,
      conversationKey: conversation ?? undefined,
      request: () => requestOf(row),
      answer: () => {
        const line = lineOf(row);
        return { response: decodeResponse(line), chunkAtMs: line.response.chunkAtMs, endedAtMs: line.response.endedAtMs };
      },
    };
  });
  return { files, header: index.header, entries, notes: [], close: wire.close };
}

/** Recordings are mostly played in the order in which they stand in the file: what follows is read along where the last piece was near. */
const readAheadBytes = 128 * 1024;
const nearBytes = 4096;

/** Reads pieces of a file that does not change. */
function createWireReader(path: string): { read(offset: number, length: number): string; close(): void } {
  let descriptor: number | undefined;
  let window: Buffer = Buffer.alloc(0);
  let windowOffset = 0;
  return {
    read(offset, length) {
      const windowEnd = windowOffset + window.length;
      if (offset < windowOffset || offset + length > windowEnd) {
        descriptor ??= openSync(path, 'r');
        const isNear = offset >= windowOffset && offset <= windowEnd + nearBytes;
        const bytes = Buffer.allocUnsafe(isNear ? Math.max(length, readAheadBytes) : length);
        window = bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, offset));
        windowOffset = offset;
      }
      return window.toString('utf8', offset - windowOffset, offset - windowOffset + length);
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}
