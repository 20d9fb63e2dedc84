import type { CassetteHeader, RecordedExchange } from '../domain/cassette.ts';
import { exactMatching, type Branch, type Matching, type Redaction } from '../domain/cassette.ts';
import { cassetteSchema } from '../domain/cassette-schema.ts';
import { parseSource, type SourceDocument } from '../domain/document.ts';
import { RehearsalFailure } from '../domain/failure.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import { lazyValidator } from '../domain/validate.ts';
import { shellWord } from '../domain/shell-word.ts';
import { exists, readIfPresent, type CassetteFiles } from './files.ts';
import { fromReadable, type MeaningWriter } from './from-readable.ts';
import { decodeLines, readWireOf } from './read-wire.ts';
import { finishCommit } from './save.ts';
import { readJournal, type Journal } from './journal.ts';
import { matcherNamed } from './matcher-named.ts';
import { readableDigest, toReadable, type MeaningReader } from './readable.ts';
import type { ReadableExchange } from './readable-format.ts';
import { headAsWritten } from './written-text.ts';

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
 * @throws RehearsalFailure CASSETTE_NOT_FOUND, CASSETTE_EMPTY, CASSETTE_CORRUPT, CASSETTE_FUTURE_VERSION, CASSETTE_EDITED, UNKNOWN_DIALECT, UNKNOWN_MATCHER.
 */
export function readCassette(files: CassetteFiles, dialects: Dialects): Cassette {
  const journal = readJournal(files);
  if (journal?.committed === true && !journal.alive) finishCommit(files);
  const pending = journal === undefined || journal.committed ? undefined : journal;
  const text = readIfPresent(files.readable);
  if (text === undefined) {
    if (pending?.header.mode === 'append') return fromJournal(files, pending.header.header, pending, undefined);
    throw new RehearsalFailure('CASSETTE_NOT_FOUND', `There is no cassette at ${files.readable}.`, {
      place: { file: files.readable },
      hint: pending === undefined ? 'Record it first: `rehearsal record`.' : `An interrupted recording lies in ${files.journal}; record again.`,
    });
  }
  const cassette = readFiles(files, text, dialects);
  if (pending === undefined) return cassette;
  if (pending.header.mode === 'append') return fromJournal(files, cassette.header, pending, cassette);
  return {
    ...cassette,
    notes: [`A re-recording was interrupted; its ${pending.lines.length} exchanges lie in ${files.journal}, and this cassette is still the old one.`],
  };
}

function fromJournal(files: CassetteFiles, header: CassetteHeader, { lines, redacted }: Journal, before: Cassette | undefined): Cassette {
  const kept = before?.exchanges ?? [];
  const exchanges = decodeLines(lines).toSorted((a, b) => a.id - b.id);
  return {
    files,
    header: { ...header, redacted: { ...header.redacted, ...redacted } },
    byHand: before?.byHand ?? [],
    recoveredCount: exchanges.length,
    exchanges: [...kept, ...exchanges.map((exchange, index) => ({ ...exchange, id: kept.length + index + 1 }))],
    notes: [
      `The recording was interrupted: ${exchanges.length} whole ${exchanges.length === 1 ? 'exchange was' : 'exchanges were'} taken from ${files.journal}. Record again, or keep them: \`rehearsal cassette recover ${shellWord(files.readable)}\`.`,
    ],
  };
}

function readFiles(files: CassetteFiles, text: string, dialects: Dialects): Cassette {
  const head = headAsWritten(files, text);
  return head === undefined ? readAndCompare(files, text, dialects) : readAsWritten(files, head);
}

/** The readable part was not changed, so that its head and the wire say everything. */
function readAsWritten(files: CassetteFiles, head: string): Cassette {
  const header = headerOf(parseReadable(head, files.readable));
  const { lines, spans } = readWireOf(files);
  return { files, header, byHand: [], exchanges: decodeLines(lines), notes: [], lineSpans: spans };
}

function headerOf(document: SourceDocument): CassetteHeader {
  const header = readHeader(document.value as ReadableHeader);
  matcherNamed(header.matching.matcher, () => document.placeOf(['matching', 'matcher']));
  return header;
}

function readAndCompare(files: CassetteFiles, text: string, dialects: Dialects): Cassette {
  const document = parseReadable(text, files.readable);
  const readable = (document.value as unknown as { exchanges: readonly ReadableExchange[] }).exchanges.map((exchange, index) => ({
    ...exchange,
    id: exchange.id ?? index + 1,
  }));
  const header = headerOf(document);
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
  readonly redaction?: Partial<Redaction>;
  readonly branches?: readonly Branch[];
}

function readHeader(value: ReadableHeader): CassetteHeader {
  return {
    source: value.source ?? 'written by hand',
    ...(value.command === undefined ? {} : { command: value.command }),
    ...(value.answer === undefined ? {} : { answer: value.answer }),
    redacted: value.redacted ?? {},
    matching: { ...exactMatching, ...value.matching },
    ...(value.redaction === undefined ? {} : { redaction: { patterns: [], disabled: [], ...value.redaction } }),
    branches: value.branches ?? [],
  };
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
    hint: `Two ways out: keep the edit with \`rehearsal cassette accept ${shellWord(files.readable)}\` (the wire is made anew from what is written), or undo it with \`rehearsal cassette restore ${shellWord(files.readable)}\` (the readable part is made anew from the wire).`,
  });
}
