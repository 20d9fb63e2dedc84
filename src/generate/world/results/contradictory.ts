import { canonicalJson, isJsonObject, type Json } from '../../../domain/json.ts';
import type { Draw } from '../../draw.ts';
import { leafPaths, valueAt, withValueAt } from '../../leaf-paths.ts';
import type { ResultKind } from '../result-kind.ts';

/** A result by the contract that says something else than what was said before, or than what was asked about: another amount, another order. */
export const contradictory: ResultKind = {
  kind: 'contradictory',
  weight: 6,
  answers({ before, usual, values, arguments: given }, draw) {
    const base = before.find((one) => canonicalJson(one.arguments) === canonicalJson(given))?.result ?? usual ?? before.at(-1)?.result;
    if (base === undefined || !isJsonObject(base)) return undefined;
    const paths = leafPaths(base).filter((path) => path.length > 0 && path[0] !== 'status');
    for (let tries = 0; tries < 8 && paths.length > 0; tries++) {
      const path = draw.pick(paths);
      const changed = withValueAt(base, path, another(valueAt(base, path)!, draw));
      if (values?.accepts(changed) ?? true) return changed;
    }
    return undefined;
  },
};

function another(leaf: Json, draw: Draw): Json {
  if (typeof leaf === 'number') return draw.pick([leaf + 1, leaf * 10, leaf - 1, -leaf, 0]);
  if (typeof leaf === 'boolean') return !leaf;
  return typeof leaf === 'string' ? draw.pick([`${leaf}-2`, 'another', leaf.toUpperCase(), '']) : 'another';
}
