import { isJsonObject, type Json } from '../../../domain/json.ts';
import { saysText } from '../calls.ts';
import { leafPaths, withValueAt } from '../../leaf-paths.ts';
import type { Move } from '../move.ts';

/** Around the threshold of 0.8, at the ends, beyond them, and in other notations. */
const odd: readonly Json[] = [0.8, 0.79, 0.81, 0, 1, 0.799999, 1.01, -0.1, 80, '0.9', 'high', null];

/** A decision with any confidence. */
export const anyConfidence: Move = {
  kind: 'any-confidence',
  weight: 6,
  says({ usualJson, answer }, draw) {
    const confidence = draw.int(0, 1) === 0 ? draw.pick(odd) : draw.int(0, 100) / 100;
    const base = usualJson ?? answer?.draw(draw);
    if (base === undefined) return undefined;
    const path = leafPaths(base).find((one) => /confidence|certainty|score/i.test(String(one.at(-1))));
    if (path !== undefined) return saysText(JSON.stringify(withValueAt(base, path, confidence)));
    return isJsonObject(base) ? saysText(JSON.stringify({ ...base, confidence })) : undefined;
  },
};
