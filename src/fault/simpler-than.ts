import { canonicalJson, type JsonObject } from '../domain/json.ts';

/**
 * Those of the candidates that stand before the settings, and are not the settings: a kind lists its candidates with the simplest first, and what is
 * simplest has nothing simpler. So shrinking always ends.
 */
export function simplerThan(settings: JsonObject, candidates: readonly JsonObject[]): readonly JsonObject[] {
  const own = canonicalJson(settings);
  const texts = candidates.map((candidate) => canonicalJson(candidate));
  const place = texts.indexOf(own);
  return candidates.filter((_, index) => (place === -1 || index < place) && texts.indexOf(texts[index]!) === index);
}
