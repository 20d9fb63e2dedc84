import type { Readiness } from './readiness.ts';

/** Everything that the report of a shadow ledger shows: it judges nothing and computes nothing. */
export interface ShadowReport {
  readonly version: 1;
  readonly readiness: Readiness;
  /** The ledger, without a password. */
  readonly ledger: string;
  readonly disagreements: DisagreementQueue;
  /** Imports with rejected rows, one sentence each. */
  readonly imports: readonly string[];
  /** The command that makes this report again. */
  readonly command: string;
  readonly rehearsalVersion: string;
}

/** Cases in which the agent was not of the reference's opinion, the dearest first. */
export interface DisagreementQueue {
  /** All of them; a page shows no more than it can. */
  readonly total: number;
  /** What makes one dearer than another: loss under the policy's cost matrix, amount at risk, or nothing, then by time. */
  readonly by: 'loss' | 'amount' | 'time';
  readonly dearest: readonly Disagreement[];
}

/** One case, with what a person needs to decide who was right. */
export interface Disagreement {
  readonly caseId: string;
  readonly decidedAtMs: number | null;
  /** null: it gave no decision. */
  readonly decision: string | null;
  /** The agent's words, where they fit no label. */
  readonly unmapped: string | null;
  /** null: people disagree, and nobody has adjudicated. */
  readonly reference: string | null;
  readonly referenceFrom: 'truth' | 'people' | 'contested';
  readonly people: readonly { readonly person: string; readonly decision: string }[];
  readonly confidence: number | null;
  readonly risk: number | null;
  readonly amount: number | null;
  readonly loss: number | null;
  readonly couldBeCritical: boolean | null;
  readonly segments: Readonly<Record<string, string>>;
  readonly trace: string | null;
  /** Where it was said: `labels.csv:17`. */
  readonly source: string | null;
}
