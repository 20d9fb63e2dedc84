import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isNodeError } from '../domain/failure.ts';

/**
 * The folder of what Rehearsal remembers between runs, made if it is not there: `.rehearsal` below the working directory. It keeps itself out of version
 * control, so that nobody has to know of it.
 */
export function stateFolder(...below: readonly string[]): string {
  const folder = resolve('.rehearsal', ...below);
  mkdirSync(folder, { recursive: true });
  const ignore = join(resolve('.rehearsal'), '.gitignore');
  try {
    writeFileSync(ignore, '*\n', { flag: 'wx' });
  } catch (error) {
    if (isNodeError(error) && error.code === 'EEXIST') return folder;
    // A full disk leaves an empty file, and that would be found here for ever after.
    rmSync(ignore, { force: true });
    throw error;
  }
  return folder;
}
