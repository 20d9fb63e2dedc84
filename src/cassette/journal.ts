import { closeSync, fsyncSync, openSync, readFileSync, renameSync } from 'node:fs';
import type { CassetteHeader, RecordedExchange } from '../domain/cassette.ts';
import { isNodeError, RehearsalFailure } from '../domain/failure.ts';
import { appendLine, exists, readIfPresent, removeIfPresent, type CassetteFiles } from './files.ts';
import { encodePart, joinParts, type AnswerPiece, type StoredPart } from './journal-part.ts';
import { createWireEncoder, type WireLine } from './wire-codec.ts';

/** First line of a journal: who writes it, and what is to become of it. */
export interface JournalHeader {
  readonly rehearsal: 'journal/1';
  readonly process: ProcessStamp;
  /** `replace` leaves the old cassette as it is until the recording is whole. */
  readonly mode: 'append' | 'replace';
  readonly header: CassetteHeader;
}

/** A process by its id and its start, so that another process with the same id is not taken for it. */
interface ProcessStamp {
  readonly id: number;
  readonly startedAt: string;
}

export interface Journal {
  readonly header: JournalHeader;
  readonly lines: readonly WireLine[];
  /** Distinct secrets that were replaced in them. */
  readonly redacted: CassetteHeader['redacted'];
  /** Both new files are written; only the renaming may be unfinished. */
  readonly committed: boolean;
  /** The process that wrote it is still there. */
  readonly alive: boolean;
}

type JournalLine = WireLine & { readonly redacted?: CassetteHeader['redacted'] };

/** Appends exchanges as they complete. `kill -9` loses at most the one whose line was not whole. */
export interface JournalWriter {
  /** `redacted` counts the secrets replaced so far. */
  add(exchange: RecordedExchange, redacted?: CassetteHeader['redacted']): void;
  /** A piece of a large answer whose exchange is not finished. */
  addPart(exchange: number, piece: AnswerPiece): StoredPart;
  /** The exchange of those pieces, without chunks of its own. */
  addParted(exchange: RecordedExchange, partCount: number, redacted?: CassetteHeader['redacted']): void;
  /** How large the journal is. */
  readonly bytes: number;
  markCommitted(): void;
  close(): void;
}

/** @throws RehearsalFailure CASSETTE_BUSY where a journal is there already. */
export function createJournal(files: CassetteFiles, mode: JournalHeader['mode'], header: CassetteHeader): JournalWriter {
  let descriptor: number;
  try {
    // Appending: what follows a line that was taken back must stand at the end of the file, not behind a hole.
    descriptor = openSync(files.journal, 'ax', 0o644);
  } catch (error) {
    if (!isNodeError(error) || error.code !== 'EEXIST') throw error;
    throw new RehearsalFailure('CASSETTE_BUSY', `${files.journal} exists: this cassette is being recorded.`, {
      hint: 'End the other recording, or record to another cassette.',
      cause: error,
    });
  }
  let encode = createWireEncoder();
  const first: JournalHeader = { rehearsal: 'journal/1', process: ownStamp(), mode, header };
  let length: number;
  try {
    length = appendLine(descriptor, JSON.stringify(first), 0);
  } catch (error) {
    closeSync(descriptor);
    removeIfPresent(files.journal);
    throw error;
  }
  const append = (exchange: RecordedExchange, more: Pick<JournalLine, 'parts' | 'redacted'>): void => {
    try {
      length = appendLine(descriptor, JSON.stringify({ ...encode(exchange), ...more }), length);
    } catch (error) {
      // Later lines must not refer to one that a full disk took back.
      encode = createWireEncoder();
      throw error;
    }
  };
  return {
    add: (exchange, redacted) => append(exchange, { ...(redacted && { redacted }) }),
    addPart(exchange, piece) {
      const { line, part } = encodePart(exchange, piece, length);
      length = appendLine(descriptor, line, length);
      return part;
    },
    addParted: (exchange, parts, redacted) => append(exchange, { parts, ...(redacted && { redacted }) }),
    get bytes() {
      return length;
    },
    markCommitted() {
      length = appendLine(descriptor, '{"committed":true}', length);
      fsyncSync(descriptor);
    },
    close() {
      closeSync(descriptor);
    },
  };
}

/** Reads what a recording left behind; a last line without its end is the exchange that was in flight, and is left out. */
export function readJournal(files: CassetteFiles): Journal | undefined {
  const text = readIfPresent(files.journal);
  if (text === undefined) return undefined;
  const rows = text.split('\n').slice(0, -1);
  if (rows.length === 0) return undefined;
  const parsed = rows.map((line, index) => {
    try {
      return JSON.parse(line) as unknown;
    } catch (error) {
      throw new RehearsalFailure('CASSETTE_CORRUPT', `${files.journal}:${index + 1} is no JSON.`, {
        place: { file: files.journal, line: index + 1 },
        hint: 'This journal was changed by something else than a recording. Move it away, then record again.',
        cause: error,
      });
    }
  });
  const header = parsed[0] as JournalHeader;
  if (header?.rehearsal !== 'journal/1') {
    throw new RehearsalFailure('CASSETTE_FUTURE_VERSION', `${files.journal} is no journal of this version of Rehearsal.`, {
      place: { file: files.journal, line: 1 },
      hint: 'Use the version that recorded it.',
    });
  }
  const committed = (parsed.at(-1) as { committed?: boolean }).committed === true;
  const lines = parsed.slice(1, committed ? -1 : undefined) as JournalLine[];
  const redacted: Record<string, number> = {};
  // What an older journal left was taken up with its own counts.
  for (const line of lines) Object.assign(redacted, line.redacted);
  return { header, lines: joinParts(lines), redacted, committed, alive: isAlive(header.process) };
}

/** Moves a journal out of the way without losing it; returns its new name. */
export function setJournalAside(files: CassetteFiles): string {
  for (let number = 1; ; number++) {
    const aside = files.journal.replace(/\.journal$/, `.interrupted-${number}.journal`);
    if (exists(aside)) continue;
    renameSync(files.journal, aside);
    return aside;
  }
}

function ownStamp(): ProcessStamp {
  return { id: process.pid, startedAt: startOf(process.pid) ?? '' };
}

function isAlive(stamp: ProcessStamp): boolean {
  try {
    process.kill(stamp.id, 0);
  } catch (error) {
    return isNodeError(error) && error.code === 'EPERM';
  }
  return (startOf(stamp.id) ?? '') === stamp.startedAt;
}

/** Start of a process in clock ticks since boot, from Linux's /proc; undefined elsewhere, where the id alone must do. */
function startOf(id: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
