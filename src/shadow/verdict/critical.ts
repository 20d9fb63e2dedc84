import type { ReadinessPolicy } from '../../domain/readiness-policy.ts';
import type { CriticalFigure, Gate } from '../../domain/readiness.ts';
import { flag, type Evidence } from './evidence.ts';
import { counted, percent, percentUp, whole } from './words.ts';

export interface CriticalFindings {
  readonly gate: Gate;
  readonly figure: CriticalFigure;
}

/** One critical error blocks. With none, the rate must be excluded over the cases where one was possible: 1 − α^(1/n) ≤ ε. */
export function judgeCritical(evidence: Evidence, { alpha, critical: { rateMax } }: ReadinessPolicy): CriticalFindings {
  let [errors, possible] = [0, 0];
  for (let row = 0; row < evidence.rows; row++) {
    const flags = evidence.flags[row]!;
    if ((flags & flag.criticalPossible) !== 0) possible++;
    if ((flags & flag.criticalError) !== 0) errors++;
  }
  const upper = errors === 0 && possible > 0 ? 1 - Math.pow(alpha, 1 / possible) : null;
  const figure: CriticalFigure = { errors, possible, notSaid: evidence.criticalNotSaid, upper, cases: evidence.criticalCases };
  const common = { name: 'critical-errors', value: errors > 0 ? errors / possible : upper, threshold: rateMax, validity: 'any look' } as const;
  const seen = `critical errors ${whole(errors)} of ${whole(possible)} possible`;
  if (errors > 0) {
    const cases = evidence.criticalCases.slice(0, 5).map(({ caseId }) => caseId);
    const more = errors > cases.length ? ` and ${whole(errors - cases.length)} more` : '';
    return { gate: { ...common, outcome: 'blocked', text: `${seen}: ${cases.join(', ')}${more}` }, figure };
  }
  if (evidence.criticalNotSaid > 0) {
    const text = `of ${counted(evidence.criticalNotSaid, 'case')} nobody said whether a mistake could have been critical`;
    return { gate: { ...common, outcome: 'missing', text }, figure };
  }
  const wanted = Math.ceil(Math.log(alpha) / Math.log1p(-rateMax));
  if (possible >= wanted) {
    return { gate: { ...common, outcome: 'holds', text: `${seen} · proves ≤ ${percentUp(upper!)} (needs ${percent(rateMax)})` }, figure };
  }
  const cases = wanted - possible;
  const decisions = possible === 0 ? undefined : Math.ceil((cases * evidence.rows) / possible);
  const proves = upper === null ? 'proves nothing' : `proves ≤ ${percentUp(upper)}`;
  const text = `${seen} · ${proves} (needs ${percent(rateMax)}): ${whole(cases)} more such cases`;
  return { gate: { ...common, outcome: 'fails', text, needs: { cases, ...(decisions === undefined ? {} : { decisions }) } }, figure };
}
