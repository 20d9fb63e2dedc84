import { exactMatching, type RecordedExchange } from '../domain/cassette.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import { RehearsalFailure } from '../domain/failure.ts';
import { cassetteFiles, exists, readIfPresent, removeIfPresent, type CassetteFiles } from './files.ts';
import { fromReadable } from './from-readable.ts';
import { createJournal, readJournal, setJournalAside } from './journal.ts';
import { parseReadable, readCassette, type Dialects } from './read-cassette.ts';
import { decodeLines, readWireOf } from './read-wire.ts';
import { toReadable } from './readable.ts';
import type { ReadableExchange } from './readable-format.ts';
import { commitCassette, renderCassette } from './save.ts';
import { readCassetteHeader } from './read-header.ts';

/** What a repair did. */
export interface Repaired {
  readonly file: string;
  readonly exchangeCount: number;
  readonly text: string;
}

/** Keeps what was edited by hand: the wire of those exchanges is made anew from what is written; all others keep theirs. */
export function acceptEdit(path: string, dialects: Dialects): Repaired {
  const files = cassetteFiles(path);
  const text = readIfPresent(files.readable);
  if (text === undefined) throw notFound(files.readable);
  const readable = readableOf(text, files);
  const exchanges = keepUnedited(files, readable, fromReadable(readable, dialects.named, dialects.names, files.readable), dialects);
  putInPlace(files, 'written by hand', exchanges, [], dialects);
  return { file: files.readable, exchangeCount: exchanges.length, text: 'the wire of what was edited was made anew' };
}

function readableOf(text: string, files: CassetteFiles): readonly ReadableExchange[] {
  const { exchanges } = parseReadable(text, files.readable).value as unknown as { exchanges: readonly ReadableExchange[] };
  return exchanges.map((exchange, index) => ({ ...exchange, id: exchange.id ?? index + 1 }));
}

/** Writes both files under the head that the readable part has. */
function putInPlace(
  files: CassetteFiles,
  source: string,
  exchanges: readonly RecordedExchange[],
  byHand: readonly ReadableExchange[],
  dialects: Dialects,
): void {
  const known = readCassetteHeader(files.readable);
  const header = { source, redacted: {}, branches: [], ...known, matching: { ...exactMatching, ...known.matching } };
  const texts = renderCassette(files, header, exchanges, byHand, dialects.named);
  commitCassette(files, texts, createJournal(files, 'replace', header));
}

function keepUnedited(
  files: CassetteFiles,
  readable: readonly ReadableExchange[],
  written: readonly RecordedExchange[],
  dialects: Dialects,
): readonly RecordedExchange[] {
  if (!exists(files.wire)) return written;
  const recorded = decodeLines(readWireOf(files).lines);
  const derived = toReadable(recorded, dialects.named).map((exchange) => canonicalJson(exchange as unknown as Json));
  return written
    .map((exchange, index) => recorded[derived.indexOf(canonicalJson(readable[index]! as unknown as Json))] ?? exchange)
    .map((exchange, index) => ({ ...exchange, id: index + 1 }));
}

/** Undoes an edit: the readable part is made anew from the wire. */
export function restoreReadable(path: string, dialects: Dialects): Repaired {
  const files = cassetteFiles(path);
  const exchanges = decodeLines(readWireOf(files).lines);
  // What was written by hand has no wire to come back from: it stays as it is written.
  const byHand = readableOf(readIfPresent(files.readable) ?? '', files).filter(({ by }) => by === 'hand');
  putInPlace(files, 'restored from its wire', exchanges, byHand, dialects);
  return { file: files.readable, exchangeCount: exchanges.length, text: 'the readable part was made anew from the wire' };
}

/** Makes a cassette of what an interrupted recording left in its journal. */
export function recoverCassette(path: string, dialects: Dialects): Repaired {
  const files = cassetteFiles(path);
  const journal = readJournal(files);
  if (journal === undefined)
    throw new RehearsalFailure('USAGE', `There is no interrupted recording of ${files.readable}.`, {
      hint: 'Only a journal (*.journal) can be recovered.',
    });
  if (journal.alive)
    throw new RehearsalFailure('CASSETTE_BUSY', `${files.readable} is being recorded by process ${journal.header.process.id}.`, {
      hint: 'End that recording first.',
    });
  const cassette = journal.header.mode === 'append' ? readCassette(files, dialects) : undefined;
  const exchanges = (cassette?.exchanges ?? decodeLines(journal.lines).toSorted((a, b) => a.id - b.id)).map((exchange, index) => ({
    ...exchange,
    id: index + 1,
  }));
  const known = cassette?.header ?? journal.header.header;
  const header = { ...known, redacted: { ...known.redacted, ...journal.redacted } };
  const aside = setJournalAside(files);
  const writer = createJournal(files, 'replace', header);
  commitCassette(files, renderCassette(files, header, exchanges, cassette?.byHand ?? [], dialects.named), writer);
  removeIfPresent(aside);
  return { file: files.readable, exchangeCount: exchanges.length, text: `${exchanges.length} exchanges of the interrupted recording were kept` };
}

function notFound(file: string): RehearsalFailure {
  return new RehearsalFailure('CASSETTE_NOT_FOUND', `There is no cassette at ${file}.`, {
    place: { file },
    hint: 'Name the YAML file of the cassette.',
  });
}
