import { caseOutcomes, type CaseReport } from '../domain/report.ts';
import { outcomes, type Verdict } from '../domain/verdict.ts';

/** Verdicts by outcome, worst first; equals keep their order. */
export function worstFirst(verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.toSorted((left, right) => outcomes.indexOf(left.outcome) - outcomes.indexOf(right.outcome));
}

/** Cases by outcome, worst first; equals keep their order. */
export function worstCasesFirst(cases: readonly CaseReport[]): readonly CaseReport[] {
  return cases.toSorted((left, right) => caseOutcomes.indexOf(left.outcome) - caseOutcomes.indexOf(right.outcome));
}
