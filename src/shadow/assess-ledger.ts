import type { ReadinessPolicy } from '../domain/readiness-policy.ts';
import type { Readiness } from '../domain/readiness.ts';
import type { Disagreement, DisagreementQueue } from '../domain/shadow-report.ts';
import { assessReadiness } from './assess-readiness.ts';
import type { LedgerProblem } from './assess-options.ts';
import type { Conflict, ImportRecord, Ledger } from './ledger/ledger.ts';
import { collectDisagreements } from './queue/collect-disagreements.ts';

export interface LedgerAssessment {
  readonly readiness: Readiness;
  readonly disagreements: DisagreementQueue;
  /** Every import, but for those whose file was imported again with all that had been taken. */
  readonly imports: readonly ImportRecord[];
  readonly conflicts: readonly Conflict[];
}

export interface AssessLedgerSettings {
  readonly nowMs: number;
  readonly seed: number;
  /** Disagreements to keep, the dearest. */
  readonly queueLimit: number;
  /** Sees every disagreement, also those that are not kept. */
  readonly onDisagreement?: (disagreement: Disagreement) => void;
}

const conflictsNamed = 5;

/** The verdict on what a ledger holds. The cases are read once, as they stand at this moment. */
export async function assessLedger(ledger: Ledger, policy: ReadinessPolicy, settings: AssessLedgerSettings): Promise<LedgerAssessment> {
  const [imports, conflicts] = [withoutCorrected(await ledger.imports()), await ledger.conflicts()];
  const collector = collectDisagreements(policy, settings.queueLimit, settings.onDisagreement);
  const readiness = assessReadiness(collector.watch(await ledger.cases({ agent: policy.agent })), policy, {
    nowMs: settings.nowMs,
    seed: settings.seed,
    rejectedRows: imports.reduce((sum, { rejected }) => sum + rejected, 0),
    problems: problemsOf(conflicts),
  });
  return { readiness, disagreements: collector.queue(), imports, conflicts };
}

/**
 * A corrected file that is imported again takes the place of the first attempt. It has all rows that were taken then; the export of the next month may have
 * the same name, and takes nobody's place.
 */
function withoutCorrected(imports: readonly ImportRecord[]): readonly ImportRecord[] {
  return imports.filter(
    ({ file, added, repeated }, index) => !imports.some((later, at) => at > index && later.file === file && later.repeated >= added + repeated),
  );
}

const problemNames = {
  truth: ['two-truths', 'two truths'],
  human: ['two-decisions-of-one-person', 'two decisions of one person'],
  agent: ['two-decisions-of-one-agent', 'two decisions of one agent'],
} as const;

/** Which of two decisions stands would be chance, and so would be the verdict. */
function problemsOf(conflicts: readonly Conflict[]): readonly LedgerProblem[] {
  return (['truth', 'human', 'agent'] as const).flatMap((speaker): readonly LedgerProblem[] => {
    const found = conflicts.filter((conflict) => conflict.speaker === speaker);
    if (found.length === 0) return [];
    const [name, words] = problemNames[speaker];
    const named = found.slice(0, conflictsNamed).map(({ caseId, sources }) => `${caseId} (${sources.join(', ')})`);
    const text = `${found.length} ${found.length === 1 ? 'case has' : 'cases have'} ${words}, and no time says which is the later: ${named.join('; ')}${found.length > conflictsNamed ? '; …' : ''}`;
    return [{ name, text, count: found.length, invalidates: true }];
  });
}
