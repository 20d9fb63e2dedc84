import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readdirSync, readFileSync, renameSync, statSync, writeSync, type BigIntStats } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CassetteHeader, Matching } from '../domain/cassette.ts';
import type { CassetteFiles } from './files.ts';
import { stateFolder } from './state-folder.ts';

/** One recorded exchange in the index: where its line is, and the keys that find it. */
export type IndexRow = readonly [
  id: number,
  branch: string,
  dialect: string | null,
  key: string,
  looseKey: string | null,
  offset: number,
  length: number,
  /** Where its answer is in the file of answers. */
  answerOffset: number,
  answerLength: number,
];

/** What is remembered of a cassette between runs, so that ten thousand recordings need not be read to answer one request. */
export interface CassetteIndex {
  readonly signature: string;
  /** Stamp of the file beside the index that holds the answers ready to be played. */
  readonly answers: string;
  readonly header: CassetteHeader;
  readonly rows: readonly IndexRow[];
}

/** Smaller cassettes are read faster than an index of theirs would be found. */
export const indexedExchangesMin = 50;

/**
 * What must be unchanged for an index to hold: both files by size, times and inode (a file's change time cannot be set back), the declared
 * matching, and the code that computes keys.
 */
export function indexSignature(files: CassetteFiles, matching: Matching): string | undefined {
  const stamps = [files.readable, files.wire].map(fileStamp);
  if (stamps.includes(undefined)) return undefined;
  return JSON.stringify([stamps, matching, codeStamp()]);
}

/** The index of a cassette if it is still true; anything wrong with it counts as none. */
export function readIndex(files: CassetteFiles, signature: string): CassetteIndex | undefined {
  try {
    const index = JSON.parse(readFileSync(indexPath(files), 'utf8')) as CassetteIndex;
    return index.signature === signature && index.answers === fileStamp(answersPath(files)) ? index : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers an index, and the answers of its rows in their order. A folder that cannot be written costs speed, nothing else. */
export function writeIndex(files: CassetteFiles, index: Omit<CassetteIndex, 'answers'>, answers: Iterable<Uint8Array>): void {
  const path = indexPath(files);
  try {
    stateFolder('index');
    replaceFile(answersPath(files), answers);
    const stamp = fileStamp(answersPath(files));
    if (stamp !== undefined) replaceFile(path, [Buffer.from(JSON.stringify({ ...index, answers: stamp }))]);
  } catch {
    // The next run reads the cassette itself again.
  }
}

/** Opens the file of answers that belongs to an index; undefined where there is another one by now, or none. */
export function openAnswers(files: CassetteFiles, index: CassetteIndex): number | undefined {
  try {
    const descriptor = openSync(answersPath(files), 'r');
    if (stampOf(fstatSync(descriptor, { bigint: true })) === index.answers) return descriptor;
    closeSync(descriptor);
  } catch {
    // The answers are in the wire too.
  }
  return undefined;
}

/** A reader sees the old file or the whole new one. */
function replaceFile(path: string, pieces: Iterable<Uint8Array>): void {
  const pending = `${path}.${process.pid}`;
  const descriptor = openSync(pending, 'w', 0o644);
  try {
    for (const piece of pieces) for (let written = 0; written < piece.length;) written += writeSync(descriptor, piece, written);
  } finally {
    closeSync(descriptor);
  }
  renameSync(pending, path);
}

function answersPath(files: CassetteFiles): string {
  return indexPath(files).replace(/\.json$/, '.answers');
}

function indexPath(files: CassetteFiles): string {
  const name = createHash('sha256').update(resolve(files.readable)).digest('hex').slice(0, 32);
  return resolve('.rehearsal', 'index', `${name}.json`);
}

function fileStamp(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? undefined : stampOf(stat);
}

function stampOf(stat: BigIntStats): string {
  return `${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}:${stat.ino}`;
}

let code: string | undefined;

/** Times and sizes of the files of the rooms that a key depends on, so that an index never outlives a change of the code. */
function codeStamp(): string {
  if (code !== undefined) return code;
  const hash = createHash('sha256');
  for (const room of ['.', '../dialect', '../domain']) {
    const folder = join(import.meta.dirname, room);
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (/(?<!\.d)\.[jt]s$/.test(name)) hash.update(`${name}:${fileStamp(join(folder, name))}\n`);
    }
  }
  return (code = hash.digest('hex'));
}
