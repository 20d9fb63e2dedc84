import type { CasePlan } from '../domain/scenario.ts';
import { shellWord } from '../domain/shell-word.ts';

/** The command that records a case again. */
export function recordAgain(plan: CasePlan): string {
  return `npx rehearsal record ${shellWord(plan.file)} --case ${shellWord(plan.name)} --update`;
}
