import type { Matching } from '../domain/cassette.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import { mergeMatching, openCassette, type OpenCassette } from './open-cassette.ts';
import type { Dialects } from './read-cassette.ts';

/**
 * Opens cassettes that are to be played as one library. A request is compared in one way, so what one of them declares volatile counts for all.
 *
 * @throws RehearsalFailure as `openCassette` does.
 */
export async function openTogether(paths: readonly string[], dialects: Dialects, declared: Matching): Promise<readonly OpenCassette[]> {
  const cassettes = await Promise.all(paths.map((path) => openCassette(path, dialects, declared)));
  const union = cassettes.map(({ header }) => header.matching).reduce(mergeMatching, declared);
  if (cassettes.every(({ header }) => canonicalJson(header.matching as unknown as Json) === canonicalJson(union as unknown as Json)))
    return cassettes;
  for (const cassette of cassettes) cassette.close();
  return Promise.all(paths.map((path) => openCassette(path, dialects, union)));
}
