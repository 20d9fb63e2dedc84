import { shellWord } from '../../domain/shell-word.ts';
import { assessLedger, type LedgerAssessment } from '../../shadow/assess-ledger.ts';
import type { Ledger } from '../../shadow/ledger/ledger.ts';
import { openLedger } from '../../shadow/ledger/open-ledger.ts';
import type { ReadinessPolicy } from '../../domain/readiness-policy.ts';
import type { Disagreement } from '../../domain/shadow-report.ts';
import { policyInForce, sameLedger, seedOf, type JudgingArguments } from './ledger-options.ts';

/** Opens a ledger that must be there, does something with it, and closes it whatever happens. */
export async function withLedger<T>(where: string, action: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = await openLedger(where, { create: false });
  try {
    return await action(ledger);
  } finally {
    await ledger.close();
  }
}

/** The verdict that `status`, `gate` and `report` share. */
export async function judgeLedger(
  args: JudgingArguments,
  queueLimit: number,
  onDisagreement?: (disagreement: Disagreement) => void,
): Promise<LedgerAssessment & { readonly ledger: string; readonly policy: ReadinessPolicy }> {
  const [{ policy }, seed] = [await policyInForce(args.policy), seedOf(args)];
  return withLedger(args.ledger, async (ledger) => ({
    ...(await assessLedger(ledger, policy, { nowMs: Date.now(), seed, queueLimit, ...(onDisagreement === undefined ? {} : { onDisagreement }) })),
    ledger: ledger.name,
    policy,
  }));
}

/** The options that name the same ledger and policy again, for a command that is shown. */
export function sameEvidence(args: JudgingArguments, ledgerName: string): string {
  return [
    sameLedger(args.ledger, ledgerName),
    ...(args.policy === undefined ? [] : [` --policy ${shellWord(args.policy)}`]),
    ...(args.seed === 1 ? [] : [` --seed ${args.seed}`]),
  ].join('');
}
