import { canonicalJson, type Json } from '../domain/json.ts';
import { leafPaths, valueAt, withValueAt } from './leaf-paths.ts';

/** The same value with one leaf as it usually is, leaf by leaf. */
export function* nearerTo(value: Json, usual: Json): Generator<Json> {
  for (const path of leafPaths(value)) {
    const meant = valueAt(usual, path);
    if (meant !== undefined && canonicalJson(meant) !== canonicalJson(valueAt(value, path))) yield withValueAt(value, path, meant);
  }
}

/** How many leaves of one value the other has not. */
export function leavesThatDiffer(value: Json, usual: Json): number {
  return leafPaths(value).filter((path) => canonicalJson(valueAt(value, path)) !== canonicalJson(valueAt(usual, path))).length;
}
