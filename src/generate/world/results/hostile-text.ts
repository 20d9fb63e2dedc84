import { isJsonObject, type Json } from '../../../domain/json.ts';
import { textsIn, withValueAt } from '../../leaf-paths.ts';
import { hostileTexts } from '../hostile-texts.ts';
import type { ResultKind } from '../result-kind.ts';
import { validResult } from '../valid-result.ts';

/** A result in one of whose texts a stranger speaks. Where there is no text, one is added. */
export const hostileText: ResultKind = {
  kind: 'hostile-text',
  weight: 8,
  answers(situation, draw) {
    const base: Json = situation.usual ?? validResult(situation, draw);
    const planted = situation.injections ?? [];
    const text = planted.length > 0 && !draw.oneIn(3) ? draw.pick(planted) : draw.pick(hostileTexts);
    const places = textsIn(base).filter(({ path }) => path.at(-1) !== 'status' && path.at(-1) !== 'error_code');
    const changes = places.flatMap((one) => [withValueAt(base, one.path, `${one.text} ${text}`.trim()), withValueAt(base, one.path, text)]);
    const fitting = changes.filter((one) => situation.values?.accepts(one) ?? true);
    if (fitting.length > 0) return draw.pick(fitting);
    return isJsonObject(base) ? { ...base, note: text } : text;
  },
};
