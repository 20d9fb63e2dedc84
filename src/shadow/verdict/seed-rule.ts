import type { EvidenceWindow, SeedRuleOutcome } from '../../domain/readiness.ts';
import { counted, rate } from './words.ts';

/** The plain practice, word for word. */
export const seedRule = { text: 'accuracy > 0.95, days in shadow ≥ 30, critical errors = 0', accuracyAbove: 0.95, daysMin: 30 } as const;

const warning =
  'It is not to be trusted: looked at every night from day 30 to day 120, at 5 decisions a day, it calls an agent ready in 53 % of histories whose ' +
  'true accuracy is 0.94, and in 81 % at exactly 0.95.';

/** Says what the plain rule would say. It decides nothing. */
export function applySeedRule(correct: number, judged: number, { calendarDays }: EvidenceWindow, criticalErrors: number): SeedRuleOutcome {
  const accuracy = judged === 0 ? null : correct / judged;
  const ready = accuracy !== null && accuracy > seedRule.accuracyAbove && calendarDays >= seedRule.daysMin && criticalErrors === 0;
  const seen = `accuracy ${accuracy === null ? 'unknown' : rate(accuracy)}, ${counted(calendarDays, 'day')} in shadow, ${counted(criticalErrors, 'critical error')}`;
  return {
    rule: seedRule.text,
    ready,
    accuracy,
    daysInShadow: calendarDays,
    criticalErrors,
    text: `The plain rule (${seedRule.text}) says: ${ready ? 'ready' : 'not ready'} (${seen}).`,
    warning,
  };
}
