import { createHash } from 'node:crypto';
import { mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { CassetteHeader, RecordedExchange } from '../domain/cassette.ts';
import { exactMatching } from '../domain/cassette.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import { indexedExchangesMin } from './index-file.ts';
import { exists, removeIfPresent, wireName, writeAtomically, writeDurably, type CassetteFiles } from './files.ts';
import type { JournalWriter } from './journal.ts';
import { readableDigest, toReadable, type MeaningReader } from './readable.ts';
import type { ReadableExchange } from './readable-format.ts';
import { storedAnswerOf, storedLine } from './stored-answer.ts';
import { createWireEncoder } from './wire-codec.ts';
import { textDigest } from './written-text.ts';

/** The text of both files. Exchanges written by hand (`byHand`) stand in the readable part alone. */
export interface CassetteTexts {
  readonly readable: string;
  /** In pieces: an answer that is too large for the memory is copied from the journal. */
  readonly wire: Iterable<string | Uint8Array>;
}

/** Renders a cassette; the same exchanges give the same readable text, whenever and however fast they were recorded. */
export function renderCassette(
  files: CassetteFiles,
  header: CassetteHeader,
  exchanges: readonly RecordedExchange[],
  byHand: readonly ReadableExchange[],
  readerNamed: (name: string) => MeaningReader | undefined,
): CassetteTexts {
  const recorded = toReadable(exchanges, readerNamed);
  const readable = renderReadable(files, header, [...recorded, ...byHand]);
  const written = exchanges.length >= indexedExchangesMin && byHand.length === 0 ? { text: textDigest(readable) } : {};
  return { readable, wire: renderWire(exchanges, { readable: readableDigest(recorded), ...written }) };
}

/** The lines of the wire file; the last one is the digest of those before it (`wireDigest`). */
function* renderWire(
  exchanges: readonly RecordedExchange[],
  digests: { readonly readable: string; readonly text?: string },
): Generator<string | Uint8Array> {
  const encode = createWireEncoder();
  const hash = createHash('sha256');
  const written = <T extends string | Uint8Array>(piece: T): T => {
    hash.update(piece);
    return piece;
  };
  yield written(`${JSON.stringify({ rehearsal: 'wire/1', ...digests })}\n`);
  for (const exchange of exchanges) {
    const line = encode(exchange);
    const stored = storedAnswerOf(exchange);
    if (stored === undefined) yield written(`${JSON.stringify(line)}\n`);
    else {
      for (const piece of storedLine(line, stored)) yield written(piece);
      yield written('\n');
    }
  }
  yield `${JSON.stringify({ digest: hash.digest('hex') })}\n`;
}

/** SHA-256 over the lines before the last; carriage returns that a checkout may have added do not count. */
export function wireDigest(lines: readonly string[]): string {
  const hash = createHash('sha256');
  for (const line of lines) hash.update(line.endsWith('\r') ? line.slice(0, -1) : line).update('\n');
  return hash.digest('hex');
}

function renderReadable(files: CassetteFiles, header: CassetteHeader, exchanges: readonly ReadableExchange[]): string {
  const document = {
    rehearsal: 'cassette/1',
    source: header.source,
    ...(header.command === undefined ? {} : { command: header.command }),
    ...(header.answer === undefined ? {} : { answer: header.answer }),
    ...(Object.keys(header.redacted).length === 0 ? {} : { redacted: header.redacted }),
    ...(canonicalJson(header.matching as unknown as Json) === canonicalJson(exactMatching as unknown as Json) ? {} : { matching: header.matching }),
    ...(header.redaction === undefined || header.redaction.patterns.length + header.redaction.disabled.length === 0
      ? {}
      : { redaction: header.redaction }),
    ...(header.branches.length === 0 ? {} : { branches: header.branches }),
    wire: wireName(files),
    exchanges,
  };
  const text = stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
  // Block scalars cannot hold every text (a lone carriage return, leading blanks); quoting everything can.
  const faithful = canonicalJson(parse(text) as Json) === canonicalJson(document as unknown as Json);
  return faithful ? text : stringify(document, { lineWidth: 0, aliasDuplicateObjects: false, defaultStringType: 'QUOTE_DOUBLE', blockQuote: false });
}

/**
 * Puts both files in place, or neither: they are written beside their places, the journal is marked, then they are renamed. A crash in between is
 * finished by `finishCommit` when the cassette is next opened.
 */
export function commitCassette(files: CassetteFiles, texts: CassetteTexts, journal: JournalWriter): void {
  mkdirSync(dirname(files.readable), { recursive: true });
  keepWireOutOfDiffs(dirname(files.readable));
  try {
    writeDurably(pending(files.wire), texts.wire);
    writeDurably(pending(files.readable), [texts.readable]);
  } catch (error) {
    removeIfPresent(pending(files.wire));
    removeIfPresent(pending(files.readable));
    throw error;
  }
  journal.markCommitted();
  journal.close();
  finishCommit(files);
}

/** Renames what a marked commit has left to rename. */
export function finishCommit(files: CassetteFiles): void {
  for (const file of [files.wire, files.readable]) if (exists(pending(file))) renameSync(pending(file), file);
  removeIfPresent(files.journal);
}

function pending(file: string): string {
  return `${file}.pending`;
}

/** Pull requests fold the wire away, and no checkout changes its line ends. */
function keepWireOutOfDiffs(folder: string): void {
  const attributes = join(folder, '.gitattributes');
  if (!exists(attributes)) writeAtomically(attributes, '*.wire.ndjson -text -diff linguist-generated=true\n');
}
