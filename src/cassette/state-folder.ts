import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isNodeError } from '../domain/failure.ts';

/**
 * The folder of what Rehearsal remembers between runs, made if it is not there: `.rehearsal` below the working directory. It keeps itself out of version
 * control, so that nobody has to know of it.
 */
export function stateFolder(...below: readonly string[]): string {
  const folder = resolve('.rehearsal', ...below);
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(join(resolve('.rehearsal'), '.gitignore'), '*\n', { flag: 'wx' });
  } catch (error) {
    if (!isNodeError(error) || error.code !== 'EEXIST') throw error;
  }
  return folder;
}
