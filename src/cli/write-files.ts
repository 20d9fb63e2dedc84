import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RehearsalFailure, toFailure } from '../domain/failure.ts';
import { makeFolder } from '../run/make-folder.ts';

/** Writes the files of a report into a folder, each whole or not at all; returns their paths. @throws RehearsalFailure DISK_FULL, WRITE_FAILED */
export function writeFiles(files: readonly { readonly path: string; readonly text: string }[], folder: string): readonly string[] {
  try {
    makeFolder(folder);
    return files.map(({ path, text }) => {
      const target = join(folder, path);
      writeFileSync(`${target}.pending`, text);
      renameSync(`${target}.pending`, target);
      return target;
    });
  } catch (error) {
    const failure = toFailure(error, 'WRITE_FAILED');
    throw new RehearsalFailure(failure.code, `The reports could not be written to ${folder}: ${failure.message}`, {
      hint: failure.hint ?? 'Name another folder with --reports.',
      cause: error,
    });
  }
}
