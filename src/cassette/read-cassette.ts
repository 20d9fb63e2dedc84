import type { CassetteHeader, RecordedExchange } from '../domain/cassette.ts';
import { exactMatching, type Branch, type Matching } from '../domain/cassette.ts';
import { cassetteSchema } from '../domain/cassette-schema.ts';
import { parseSource, type SourceDocument } from '../domain/document.ts';
import { RehearsalFailure } from '../domain/failure.ts';
import { decodeUtf8 } from '../domain/http.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import { lazyValidator } from '../domain/validate.ts';
import { exists, readIfPresent, type CassetteFiles } from './files.ts';
import { fromReadable, type MeaningWriter } from './from-readable.ts';
import { finishCommit, wireDigest } from './save.ts';
import { readJournal } from './journal.ts';
import { readableDigest, toReadable, type MeaningReader, type ReadableExchange } from './readable.ts';
import { decodeBody, decodeResponse, type WireLine } from './wire-codec.ts';

/** What the cassette room needs of the dialects, handed in by whoever knows them. */
export interface Dialects {
  readonly names: readonly string[];
  named(name: string): (MeaningReader & MeaningWriter) | undefined;
}

/** A cassette as it lies on the disk, whole. */
export interface Cassette {
  readonly files: CassetteFiles;
  readonly header: CassetteHeader;
  readonly exchanges: readonly RecordedExchange[];
  /** The part of the readable file that was written by hand. */
  readonly byHand: readonly ReadableExchange[];
  /** What the user should know: an interrupted recording, exchanges taken from a journal. */
  readonly notes: readonly string[];
  /** How many of the exchanges, the last ones, were taken from the journal of an interrupted recording. */
  readonly recoveredCount?: number;
  /** Byte offset and length of each recorded exchange's line in the wire file, in order; absent where a journal was read. */
  readonly lineSpans?: readonly (readonly [offset: number, length: number])[];
}

const formatHint = 'A cassette is described in docs/CASSETTES.md; `rehearsal record` makes one.';
const validate = lazyValidator(cassetteSchema);

/**
 * Reads a cassette and the journal of an interrupted recording. Unreadable is never taken for empty.
 *
 * @throws RehearsalFailure CASSETTE_NOT_FOUND, CASSETTE_EMPTY, CASSETTE_CORRUPT, CASSETTE_FUTURE_VERSION, CASSETTE_EDITED, UNKNOWN_DIALECT.
 */
export function readCassette(files: CassetteFiles, dialects: Dialects): Cassette {
  const journal = readJournal(files);
  if (journal?.committed === true && !journal.alive) finishCommit(files);
  const pending = journal === undefined || journal.committed ? undefined : journal;
  const text = readIfPresent(files.readable);
  if (text === undefined) {
    if (pending?.header.mode === 'append') return fromJournal(files, pending.header.header, pending.lines, undefined);
    throw new RehearsalFailure('CASSETTE_NOT_FOUND', `There is no cassette at ${files.readable}.`, {
      place: { file: files.readable },
      hint: pending === undefined ? 'Record it first: `rehearsal record`.' : `An interrupted recording lies in ${files.journal}; record again.`,
    });
  }
  const cassette = readFiles(files, text, dialects);
  if (pending === undefined) return cassette;
  if (pending.header.mode === 'append') return fromJournal(files, cassette.header, pending.lines, cassette);
  return {
    ...cassette,
    notes: [`A re-recording was interrupted; its ${pending.lines.length} exchanges lie in ${files.journal}, and this cassette is still the old one.`],
  };
}

function fromJournal(files: CassetteFiles, header: CassetteHeader, lines: readonly WireLine[], before: Cassette | undefined): Cassette {
  const kept = before?.exchanges ?? [];
  const exchanges = decodeLines(lines).toSorted((a, b) => a.id - b.id);
  return {
    files,
    header,
    byHand: before?.byHand ?? [],
    recoveredCount: exchanges.length,
    exchanges: [...kept, ...exchanges.map((exchange, index) => ({ ...exchange, id: kept.length + index + 1 }))],
    notes: [
      `The recording was interrupted: ${exchanges.length} whole ${exchanges.length === 1 ? 'exchange was' : 'exchanges were'} taken from ${files.journal}. Record again, or keep them: \`rehearsal cassette recover ${files.readable}\`.`,
    ],
  };
}

function readFiles(files: CassetteFiles, text: string, dialects: Dialects): Cassette {
  const document = parseReadable(text, files.readable);
  const readable = (document.value as unknown as { exchanges: readonly ReadableExchange[] }).exchanges.map((exchange, index) => ({
    ...exchange,
    id: exchange.id ?? index + 1,
  }));
  const header = readHeader(document.value as ReadableHeader);
  const wire = (document.value as { wire?: string }).wire;
  if (wire === undefined && !exists(files.wire)) {
    return { files, header, byHand: readable, exchanges: fromReadable(readable, dialects.named, dialects.names, files.readable), notes: [] };
  }
  const { lines, spans, digest } = readWireOf(files);
  const exchanges = decodeLines(lines);
  const recorded = readable.filter((exchange) => exchange.by !== 'hand');
  if (readableDigest(recorded) !== digest) throw editedFailure(files, document, recorded, readable, exchanges, dialects);
  const byHand = readable.filter((exchange) => exchange.by === 'hand');
  if (byHand.length === 0) return { files, header, byHand, exchanges, notes: [], lineSpans: spans };
  const written = fromReadable(readable, dialects.named, dialects.names, files.readable).filter((exchange) =>
    byHand.some(({ id }) => id === exchange.id),
  );
  return { files, header, byHand, exchanges: [...exchanges, ...written], notes: [] };
}

/** Parses and checks the readable part. */
export function parseReadable(text: string, file: string): SourceDocument {
  if (text.trim() === '') {
    throw new RehearsalFailure('CASSETTE_EMPTY', `${file} is empty.`, {
      place: { file, line: 1 },
      hint: 'Restore it from version control, or record it again.',
    });
  }
  const document = parseSource(text, file, 'CASSETTE_CORRUPT', formatHint);
  const version = (document.value as { rehearsal?: unknown } | null)?.rehearsal;
  if (typeof version !== 'string' || !/^cassette\/\d+$/.test(version)) {
    throw new RehearsalFailure('CASSETTE_CORRUPT', `${file} is no cassette: its first member must be \`rehearsal: cassette/1\`.`, {
      place: { file, line: 1 },
      hint: formatHint,
    });
  }
  if (version !== 'cassette/1') {
    throw new RehearsalFailure('CASSETTE_FUTURE_VERSION', `${file} has the format ${version}; this version of Rehearsal reads cassette/1.`, {
      place: document.placeOf(['rehearsal']),
      hint: 'Update Rehearsal: npm i -D rehearsal@latest',
    });
  }
  validate(document, 'CASSETTE_CORRUPT');
  return document;
}

interface ReadableHeader {
  readonly source?: string;
  readonly command?: readonly string[];
  readonly answer?: string;
  readonly redacted?: Readonly<Record<string, number>>;
  readonly matching?: Partial<Matching>;
  readonly branches?: readonly Branch[];
}

function readHeader(value: ReadableHeader): CassetteHeader {
  return {
    source: value.source ?? 'written by hand',
    ...(value.command === undefined ? {} : { command: value.command }),
    ...(value.answer === undefined ? {} : { answer: value.answer }),
    redacted: value.redacted ?? {},
    matching: { ...exactMatching, ...value.matching },
    branches: value.branches ?? [],
  };
}

interface Wire {
  readonly lines: readonly WireLine[];
  readonly spans: readonly (readonly [number, number])[];
  /** Digest of the readable part that belongs to this wire. */
  readonly digest: string;
}

/** The lines of the wire file, checked against its own digest. */
export function readWireOf(files: CassetteFiles): Wire {
  const text = readIfPresent(files.wire);
  if (text === undefined) {
    throw new RehearsalFailure('CASSETTE_CORRUPT', `${files.readable} was recorded, but its wire, ${files.wire}, is missing.`, {
      place: { file: files.readable },
      hint: 'Commit both files. Without the wire, delete the line `wire:` to replay it from its meaning, or record it again.',
    });
  }
  const rows = text.split('\n');
  const last = rows.at(-2);
  if (rows.at(-1) !== '' || last === undefined || !last.startsWith('{"digest":')) {
    throw new RehearsalFailure('CASSETTE_CORRUPT', `${files.wire} is cut off: its last line is missing.`, {
      place: { file: files.wire, line: rows.length },
      hint: 'Restore it from version control, or record it again.',
    });
  }
  const body = rows.slice(0, -2);
  if (wireDigest(body) !== parseLine<{ digest: string }>(last, files.wire, rows.length - 1).digest) {
    throw new RehearsalFailure('CASSETTE_EDITED', `${files.wire} was changed after it was recorded.`, {
      place: { file: files.wire },
      hint: `Two ways out: restore the file from version control, or delete the line \`wire:\` in ${files.readable} together with this file, so that the readable part alone counts.`,
    });
  }
  const header = parseLine<{ rehearsal?: string; readable?: string }>(body[0] ?? '', files.wire, 1);
  if (header.rehearsal !== 'wire/1' || header.readable === undefined) {
    throw new RehearsalFailure(
      'CASSETTE_FUTURE_VERSION',
      `${files.wire} has the format ${String(header.rehearsal)}; this version of Rehearsal reads wire/1.`,
      { place: { file: files.wire, line: 1 }, hint: 'Update Rehearsal: npm i -D rehearsal@latest' },
    );
  }
  const spans: [number, number][] = [];
  let offset = Buffer.byteLength(body[0]!) + 1;
  const lines = body.slice(1).map((row, index) => {
    const length = Buffer.byteLength(row);
    spans.push([offset, length]);
    offset += length + 1;
    return parseLine<WireLine>(row, files.wire, index + 2);
  });
  return { lines, spans, digest: header.readable };
}

function parseLine<T>(row: string, file: string, line: number): T {
  try {
    return JSON.parse(row) as T;
  } catch (error) {
    throw new RehearsalFailure('CASSETTE_CORRUPT', `${file}:${line} is no JSON: ${(error as Error).message}`, {
      place: { file, line },
      hint: 'Restore it from version control, or record it again.',
      cause: error,
    });
  }
}

/** Lines as exchanges, their bodies made whole. */
export function decodeLines(lines: readonly WireLine[]): readonly RecordedExchange[] {
  const bodies = new Map<number, string>();
  return lines.map((line) => {
    const body = decodeBody(line.request.body, (exchange) => {
      const text = bodies.get(exchange);
      if (text === undefined)
        throw new RehearsalFailure('CASSETTE_CORRUPT', `Exchange ${line.exchange} refers to exchange ${exchange}, which does not come before it.`);
      return text;
    });
    bodies.set(line.exchange, decodeUtf8(body));
    return {
      id: line.exchange,
      branch: line.branch ?? 'main',
      dialect: line.dialect,
      request: { method: line.request.method, url: line.request.url, headers: line.request.headers, body },
      response: decodeResponse(line),
      chunkAtMs: line.response.chunkAtMs,
      endedAtMs: line.response.endedAtMs,
    };
  });
}

function editedFailure(
  files: CassetteFiles,
  document: SourceDocument,
  recorded: readonly ReadableExchange[],
  all: readonly ReadableExchange[],
  exchanges: readonly RecordedExchange[],
  dialects: Dialects,
): RehearsalFailure {
  const derived = toReadable(exchanges, dialects.named);
  const index = recorded.findIndex(
    (exchange, position) => canonicalJson(exchange as unknown as Json) !== canonicalJson((derived[position] ?? null) as unknown as Json),
  );
  const edited = recorded[index];
  const where =
    edited === undefined
      ? `It has ${recorded.length} recorded exchanges, the wire has ${exchanges.length}`
      : `Exchange ${edited.id} differs from its wire`;
  return new RehearsalFailure('CASSETTE_EDITED', `${files.readable} was edited by hand. ${where}.`, {
    place: edited === undefined ? { file: files.readable } : document.placeOf(['exchanges', all.indexOf(edited)]),
    hint: `Two ways out: keep the edit with \`rehearsal cassette accept ${files.readable}\` (the wire is made anew from what is written), or undo it with \`rehearsal cassette restore ${files.readable}\` (the readable part is made anew from the wire).`,
  });
}
