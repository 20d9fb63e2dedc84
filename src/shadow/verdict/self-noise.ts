import type { SelfNoiseFigure } from '../../domain/readiness-figures.ts';
import { clopperPearsonLower, clopperPearsonUpper } from '../statistics/single-look-bounds.ts';
import type { Evidence } from './evidence.ts';
import { counted, percent, whole } from './words.ts';

/** How often the agent contradicts itself on one case. Reported, and never subtracted from its errors. */
export function selfNoise({ repeats: { cases, changed } }: Evidence): SelfNoiseFigure | undefined {
  if (cases === 0) return undefined;
  return {
    cases,
    changed,
    rate: changed / cases,
    lower: clopperPearsonLower(changed, cases, 0.025),
    upper: clopperPearsonUpper(changed, cases, 0.025),
    text: `Of ${counted(cases, 'case')} that it decided more than once, it changed its mind in ${whole(changed)} (${percent(changed / cases)}).`,
  };
}
