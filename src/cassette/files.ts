import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, renameSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import { isNodeError, RehearsalFailure, toFailure } from '../domain/failure.ts';

/** The files that make up one cassette, named after its readable part. */
export interface CassetteFiles {
  /** What people read and review: YAML. */
  readonly readable: string;
  /** What was on the wire: NDJSON, left out of diffs by `.gitattributes`. */
  readonly wire: string;
  /** What has been recorded so far, while a recording runs or after it was killed. */
  readonly journal: string;
}

/**
 * The files of the cassette at `path`, which ends in `.yaml` or `.yml`; other names get `.yaml`.
 *
 * @throws RehearsalFailure USAGE for the name of a folder.
 */
export function cassetteFiles(path: string): CassetteFiles {
  if (/[/\\]$/.test(path)) {
    throw new RehearsalFailure('USAGE', `${path} names a folder; a cassette is a file.`, {
      place: { file: path },
      hint: 'Name its YAML file, for example cassettes/refund.yaml.',
    });
  }
  const readable = /\.ya?ml$/.test(path) ? path : `${path}.yaml`;
  const stem = readable.replace(/\.ya?ml$/, '');
  return { readable, wire: `${stem}.wire.ndjson`, journal: `${stem}.journal` };
}

/** The wire file's name as the readable part states it. */
export function wireName(files: CassetteFiles): string {
  return basename(files.wire);
}

/** The text of a file, or undefined where there is none; any other trouble is thrown, never taken for absence. */
export function readIfPresent(path: string): string | undefined {
  try {
    // Cheaper than an error, where thousands of cases have no cassette.
    if (!exists(path)) return undefined;
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isNodeError(error) && error.code === 'ENOENT') return undefined;
    if (isNodeError(error) && error.code === 'EISDIR') throw isFolder(path);
    const failure = toFailure(error, 'CASSETTE_CORRUPT');
    throw new RehearsalFailure(failure.code, `${path} cannot be read: ${failure.message}`, {
      place: { file: path },
      hint: failure.hint ?? 'Check its rights and its folder; nothing was changed.',
      cause: error,
    });
  }
}

/** @throws RehearsalFailure CASSETTE_CORRUPT where a folder lies in the place of a file, which no recording could put right at its end. */
export function rejectFolders(files: CassetteFiles): void {
  for (const path of [files.readable, files.wire, files.journal])
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) throw isFolder(path);
}

function isFolder(path: string): RehearsalFailure {
  return new RehearsalFailure('CASSETTE_CORRUPT', `${path} is a folder, where a file of a cassette is expected.`, {
    place: { file: path },
    hint: 'Name the YAML file of a cassette, or move the folder away.',
  });
}

/** True where there is something at that path. */
export function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Removes a file, if it is there. */
export function removeIfPresent(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (!isNodeError(error) || error.code !== 'ENOENT') throw error;
  }
}

/** Writes a file and waits until it is on the disk. */
export function writeDurably(path: string, pieces: Iterable<string | Uint8Array>): void {
  const descriptor = openSync(path, 'w', 0o644);
  try {
    for (const piece of pieces) writeWhole(descriptor, typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Puts a file in place whole, or not at all: a full disk must leave no empty one, which would be taken for the user's own. */
export function writeAtomically(path: string, text: string): void {
  const pending = `${path}.${process.pid}.pending`;
  try {
    writeDurably(pending, text);
    renameSync(pending, path);
  } catch (error) {
    removeIfPresent(pending);
    throw error;
  }
}

/** Appends a whole line, or nothing: what a full disk cut short is taken back before the error is thrown. */
export function appendLine(descriptor: number, line: string, lengthBefore: number): number {
  const bytes = Buffer.from(`${line}\n`, 'utf8');
  try {
    writeWhole(descriptor, bytes);
  } catch (error) {
    ftruncateSync(descriptor, lengthBefore);
    throw error;
  }
  return lengthBefore + bytes.length;
}

function writeWhole(descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written);
}
