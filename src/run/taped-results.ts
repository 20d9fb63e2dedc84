import { statSync } from 'node:fs';
import type { Dialects } from '../cassette/index.ts';
import { readTape } from '../gateway/index.ts';
import type { TapedResult } from '../world/index.ts';

const known = new Map<string, { readonly mtimeMs: number; readonly results: readonly TapedResult[] }>();

/**
 * What the tape of a world holds; read once for all episodes, as long as the file stays as it is.
 *
 * @throws RehearsalFailure CASSETTE_NOT_FOUND, CASSETTE_CORRUPT and the like.
 */
export function tapedResults(path: string, dialects: Dialects): readonly TapedResult[] {
  const mtimeMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const before = known.get(path);
  if (before?.mtimeMs === mtimeMs) return before.results;
  const results = readTape(path, dialects);
  known.set(path, { mtimeMs, results });
  return results;
}
