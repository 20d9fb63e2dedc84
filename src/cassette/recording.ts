import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Branch, CassetteHeader, RecordedExchange } from '../domain/cassette.ts';
import { RehearsalFailure, toFailure } from '../domain/failure.ts';
import { shellWord } from '../domain/shell-word.ts';
import { createExchangeWriter, type ExchangeStart, type ExchangeWriter } from './exchange-writer.ts';
import { cassetteFiles, exists, rejectFolders, removeIfPresent, type CassetteFiles } from './files.ts';
import { createJournal, readJournal, setJournalAside } from './journal.ts';
import { readCassette, type Cassette, type Dialects } from './read-cassette.ts';
import { commitCassette, finishCommit, renderCassette } from './save.ts';

export interface RecordingOptions {
  /**
   * `create` refuses to touch a cassette that exists; `replace` puts the new recording in its place once that is whole; `append` adds to it, and takes up
   * what an interrupted recording left.
   */
  readonly mode: 'create' | 'replace' | 'append';
  readonly header: CassetteHeader;
  readonly dialects: Dialects;
  /** Record a branch of an existing cassette: what is said only because these faults struck. */
  readonly branch?: Branch;
}

/** A cassette in the making. Exchanges must be redacted before they come here. */
export interface Recording {
  readonly files: CassetteFiles;
  /** What the user should know, such as an older journal that was set aside. */
  readonly notes: readonly string[];
  /** Numbers a request when it arrives, so that parallel requests replay in the order in which they were asked. */
  nextId(): number;
  /** Takes an exchange whose answer is still coming; it counts when it is finished. */
  begin(start: ExchangeStart): ExchangeWriter;
  /**
   * `redacted` counts the secrets replaced so far, for whoever may have to recover this recording.
   *
   * @throws RehearsalFailure DISK_FULL or WRITE_FAILED; what was added before stays safe.
   */
  add(exchange: RecordedExchange, redacted?: RecordingDetails['redacted']): void;
  readonly addedCount: number;
  /** Puts the cassette in place. `answer` is what the agent answered in the end; `source`, who was asked, where that is known only now. */
  finish(details: RecordingDetails): FinishedRecording;
  /** Ends without a cassette; a `replace` leaves the old one as it was. The journal stays where it holds anything. */
  abandon(): void;
}

interface RecordingDetails {
  /** Distinct secrets replaced, by detector. */
  readonly redacted: Readonly<Record<string, number>>;
  readonly answer?: string;
  readonly source?: string;
}

export interface FinishedRecording {
  readonly files: CassetteFiles;
  readonly exchangeCount: number;
  /** Size of both files. */
  readonly bytes: number;
}

/**
 * Starts a recording.
 *
 * @throws RehearsalFailure CASSETTE_EXISTS, CASSETTE_BUSY, CASSETTE_CORRUPT (never treats what it cannot read as absent), DISK_FULL.
 */
export function openRecording(path: string, options: RecordingOptions): Recording {
  const files = cassetteFiles(path);
  try {
    mkdirSync(dirname(files.readable), { recursive: true });
  } catch (error) {
    const failure = toFailure(error, 'WRITE_FAILED');
    throw new RehearsalFailure(failure.code, `The folder of ${files.readable} cannot be made: ${failure.message}.`, {
      place: { file: files.readable },
      hint: failure.hint ?? 'Name another cassette with --cassette.',
      cause: error,
    });
  }
  rejectFolders(files);
  const notes: string[] = [];
  const { before, aside } = existing(files, options, notes);
  const journal = createJournal(files, options.mode === 'replace' ? 'replace' : 'append', options.header);
  const added: RecordedExchange[] = [];
  const kept = (before?.exchanges ?? []).filter((exchange) => options.mode === 'append' && exchange.branch !== options.branch?.name);
  // Counted on from what is there: a journal that takes up an older one must not hold two exchanges of one number.
  const dropped = options.mode === 'replace' ? (before?.header.branches ?? []) : [];
  if (dropped.length > 0)
    notes.push(`The branches of the old recording are dropped with it: ${dropped.map(({ name }) => name).join(', ')}. Record their cases again.`);
  let nextId = Math.max(0, ...kept.map(({ id }) => id)) + 1;
  if (options.mode === 'append' && aside !== undefined) {
    // What an interrupted recording left is in no cassette yet: this journal must hold it too before the old one may go.
    if (before !== undefined)
      for (const exchange of before.exchanges.slice(before.exchanges.length - (before.recoveredCount ?? 0)))
        journal.add(exchange, before.header.redacted);
    removeIfPresent(aside);
  }
  const add = (exchange: RecordedExchange, redacted?: RecordingDetails['redacted']): void => {
    try {
      journal.add(exchange, redacted);
    } catch (error) {
      throw toFailure(error, 'WRITE_FAILED');
    }
    added.push(exchange);
  };
  return {
    files,
    notes,
    nextId: () => nextId++,
    begin: (start) => createExchangeWriter({ start, file: files.journal, journal, add, added: (exchange) => void added.push(exchange) }),
    add,
    get addedCount() {
      return added.length;
    },
    finish({ redacted, answer, source }) {
      const ordered = [...kept, ...added.toSorted((a, b) => a.id - b.id)].map((exchange, index) => ({ ...exchange, id: index + 1 }));
      const byHand = (before?.byHand ?? []).map((exchange, index) => ({ ...exchange, id: ordered.length + index + 1, by: 'hand' as const }));
      const header = {
        ...finishedHeader(options, before, redacted),
        ...(answer === undefined ? {} : { answer }),
        ...(source === undefined || options.mode === 'append' ? {} : { source }),
      };
      const texts = renderCassette(files, header, ordered, byHand, options.dialects.named);
      try {
        commitCassette(files, texts, journal);
      } catch (error) {
        const failure = toFailure(error, 'WRITE_FAILED');
        throw new RehearsalFailure(failure.code, `${files.readable} could not be written: ${failure.message}`, {
          hint: `What was recorded is safe in ${files.journal}. Make room, then run \`rehearsal cassette recover ${shellWord(files.readable)}\`.`,
          cause: error,
        });
      }
      return { files, exchangeCount: ordered.length + byHand.length, bytes: statSync(files.readable).size + statSync(files.wire).size };
    },
    abandon() {
      journal.close();
      if (added.length === 0) removeIfPresent(files.journal);
    },
  };
}

function finishedHeader(options: RecordingOptions, before: Cassette | undefined, redacted: Readonly<Record<string, number>>): CassetteHeader {
  const others = options.mode === 'append' ? (before?.header.branches ?? []).filter((branch) => branch.name !== options.branch?.name) : [];
  const branches = options.branch === undefined ? others : [...others, options.branch];
  const source = options.mode === 'append' && before !== undefined ? before.header.source : options.header.source;
  const command = options.header.command ?? before?.header.command;
  const answer = options.mode === 'append' ? before?.header.answer : undefined;
  const counts = options.mode === 'append' ? { ...before?.header.redacted, ...redacted } : redacted;
  return {
    ...options.header,
    source,
    branches,
    redacted: counts,
    ...(command === undefined ? {} : { command }),
    ...(answer === undefined ? {} : { answer }),
  };
}

/** What is there already, if it is to be kept or must be known, and where an interrupted recording was put. */
interface Existing {
  readonly before: Cassette | undefined;
  readonly aside: string | undefined;
}

function existing(files: CassetteFiles, options: RecordingOptions, notes: string[]): Existing {
  const journal = readJournal(files);
  if (journal?.alive === true) {
    throw new RehearsalFailure('CASSETTE_BUSY', `${files.readable} is being recorded by process ${journal.header.process.id}.`, {
      hint: 'End the other recording, or record to another cassette.',
    });
  }
  // A commit that was killed half-way is finished first: the journal says that both new files are whole.
  if (journal?.committed === true) finishCommit(files);
  const present = exists(files.readable);
  if (options.mode === 'append') {
    const before = present || journal !== undefined ? readCassette(files, options.dialects) : undefined;
    if ((before?.recoveredCount ?? 0) > 0) notes.push(`${before!.recoveredCount} exchanges of an interrupted recording were taken up.`);
    return { before, aside: exists(files.journal) ? setJournalAside(files) : undefined };
  }
  if (present && options.mode === 'create') {
    throw new RehearsalFailure('CASSETTE_EXISTS', `${files.readable} exists already.`, {
      place: { file: files.readable },
      hint: 'Record it again with `--update`, which replaces it once the new recording is whole, or name another with `--cassette`.',
    });
  }
  // Nothing is moved before it is certain that the recording begins.
  const before = present ? replaceable(readCassette(files, options.dialects)) : undefined;
  const aside = exists(files.journal) ? setJournalAside(files) : undefined;
  if (aside !== undefined) notes.push(`An interrupted recording was set aside as ${aside}.`);
  return { before, aside };
}

/** @throws RehearsalFailure CASSETTE_EXISTS for work of a person's hand, which no recording may replace. */
function replaceable(cassette: Cassette): Cassette {
  const { files, exchanges, byHand } = cassette;
  if (byHand.length > 0 && byHand.length === exchanges.length) {
    throw new RehearsalFailure('CASSETTE_EXISTS', `${files.readable} was written by hand; a recording would replace it.`, {
      place: { file: files.readable },
      hint: 'Move it away first, or record to another cassette.',
    });
  }
  return cassette;
}
