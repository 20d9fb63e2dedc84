import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import { isNodeError, toFailure } from '../domain/failure.ts';

/** The files that make up one cassette, named after its readable part. */
export interface CassetteFiles {
  /** What people read and review: YAML. */
  readonly readable: string;
  /** What was on the wire: NDJSON, left out of diffs by `.gitattributes`. */
  readonly wire: string;
  /** What has been recorded so far, while a recording runs or after it was killed. */
  readonly journal: string;
}

/** The files of the cassette at `path`, which ends in `.yaml` or `.yml`; other names get `.yaml`. */
export function cassetteFiles(path: string): CassetteFiles {
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
    throw toFailure(error, 'CASSETTE_CORRUPT');
  }
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
export function writeDurably(path: string, text: string): void {
  const descriptor = openSync(path, 'w', 0o644);
  try {
    writeWhole(descriptor, Buffer.from(text, 'utf8'));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
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
