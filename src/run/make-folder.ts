import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { isNodeError } from '../domain/failure.ts';

/** Makes a folder and those above it. Node's own recursive form never returns where the file system has no such entries to give (`/proc/x`). */
export function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if (!isNodeError(error) || error.code !== 'EEXIST') throw error;
    // Somebody else has made it meanwhile; or it is a file, which the first use of the folder will say.
  }
}
