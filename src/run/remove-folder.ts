import { readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';

/** More than these are not removed in one go, in which nothing else happens. */
const filesAtOnceMax = 64;

/** Removes a folder with everything in it. A few files are removed at once: the way over the thread pool costs five times as much. */
export function removeFolder(folder: string): Promise<void> {
  if (!isSmall(folder)) return rm(folder, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  return Promise.resolve();
}

function isSmall(folder: string): boolean {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.length <= filesAtOnceMax && entries.every((entry) => entry.isFile());
  } catch {
    return false;
  }
}
