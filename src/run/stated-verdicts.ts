import type { CaseReport } from '../domain/report.ts';
import type { StatedVerdict, Verdict } from '../domain/verdict.ts';

/** The same for thousands of cases of one kind, so that these share one list. */
let lastNames: readonly string[] = [];

/** Verdicts as a report has them: spelled out where there was something to judge, by name where there was not. */
export function statedVerdicts(judged: readonly Verdict[]): Pick<CaseReport, 'verdicts' | 'notApplicable'> {
  const verdicts: StatedVerdict[] = [];
  const names: string[] = [];
  for (const verdict of judged) {
    if (isStated(verdict)) verdicts.push(verdict);
    else names.push(verdict.claim);
  }
  const isSame = names.length === lastNames.length && names.every((name, index) => name === lastNames[index]);
  return { verdicts, notApplicable: isSame ? lastNames : (lastNames = Object.freeze(names)) };
}

function isStated(verdict: Verdict): verdict is StatedVerdict {
  return verdict.outcome !== 'not-applicable';
}
