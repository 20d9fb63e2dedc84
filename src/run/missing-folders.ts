import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Folders that were not there when this run first asked for something in them. */
export interface MissingFolders {
  /** True where the path lies in a folder that is not there. A thousand cases without cassettes ask the disk once. */
  holds(path: string): boolean;
}

/** What one run knows of missing folders. */
export function createMissingFolders(): MissingFolders {
  const missing = new Set<string>();
  const present = new Set<string>();
  const isMissing = (folder: string): boolean => {
    if (missing.has(folder)) return true;
    if (present.has(folder)) return false;
    const parent = dirname(folder);
    const gone = (parent !== folder && isMissing(parent)) || statSync(folder, { throwIfNoEntry: false }) === undefined;
    (gone ? missing : present).add(folder);
    return gone;
  };
  return { holds: (path) => isMissing(dirname(path)) };
}
