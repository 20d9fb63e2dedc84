import { lstatSync, readdirSync, truncateSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What is ours, not the agent's. */
const notTorn = new Set(['evidence.jsonl']);

/** Cuts the file below the folder that was written last in its middle, and says which; undefined where there is none that could be cut. */
export function tearNewestFile(folder: string): string | undefined {
  const files = filesBelow(folder).filter(({ path, bytes }) => bytes > 0 && !notTorn.has(relative(folder, path)));
  const newest = files.toSorted((a, b) => Number(b.writtenNs - a.writtenNs) || (a.path < b.path ? 1 : -1))[0];
  if (newest === undefined) return undefined;
  const left = Math.floor(newest.bytes / 2);
  truncateSync(newest.path, left);
  return `cut ${relative(folder, newest.path)} from ${newest.bytes} to ${left} bytes`;
}

function filesBelow(folder: string): readonly { readonly path: string; readonly bytes: number; readonly writtenNs: bigint }[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    // A link may lead anywhere.
    if (!entry.isFile()) return [];
    const { size, mtimeNs } = lstatSync(path, { bigint: true });
    return [{ path, bytes: Number(size), writtenNs: mtimeNs }];
  });
}
