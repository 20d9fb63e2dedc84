import type { Json } from './json.ts';

/**
 * One thing that somebody said about a case, as the shadow ledger keeps it. Nothing is overwritten: a revision is a later entry, and
 * the order of arrival does not matter. Times are milliseconds since 1970 (UTC); a decision without one cannot certify anything.
 */
export type LedgerEntry = CaseEntry | AgentDecisionEntry | HumanDecisionEntry | TruthEntry;

interface EntryCommon {
  readonly caseId: string;
  /** When it was decided or became true, not when it was imported. */
  readonly decidedAtMs?: number;
  /** Where it came from, for people: `labels.csv:17`, `http`, `backtest`. */
  readonly source: string;
}

/** What is known of a case itself. */
export interface CaseEntry extends EntryCommon {
  readonly kind: 'case';
  readonly fields: Readonly<Record<string, Json>>;
  /** Names of a segment and its value for this case: `{ type: lease }`. */
  readonly segments: Readonly<Record<string, string>>;
  /** Money at risk, in the currency of the policy. */
  readonly amount?: number;
  /** Could a wrong decision here have been critical? Absent: not said. */
  readonly couldBeCritical?: boolean;
}

export interface AgentDecisionEntry extends EntryCommon {
  readonly kind: 'agent';
  /** Which agent or baseline; the one under judgement is `agent` unless the policy names another. */
  readonly agent: string;
  /** Absent where it gave none: a timeout, an error, an answer that no label fits. Counts as an error. */
  readonly decision?: string;
  /** The words it answered, where they map to no decision. */
  readonly unmapped?: string;
  /** 0 to 1. */
  readonly confidence?: number;
  readonly risk?: number;
  readonly costUsd?: number;
  /** Path or URL of its trace. */
  readonly trace?: string;
  /** Hash of prompt, model, tools and contracts. */
  readonly fingerprint?: string;
}

export interface HumanDecisionEntry extends EntryCommon {
  readonly kind: 'human';
  readonly person: string;
  readonly decision: string;
  /** True where the person had not seen the agent's decision. Absent: not said. */
  readonly blind?: boolean;
}

/** What was right after all, decided with more time or more people. */
export interface TruthEntry extends EntryCommon {
  readonly kind: 'truth';
  readonly decision: string;
}

/** One case, paired: what statistics read. The latest entry of each speaker stands. */
export interface ShadowCase {
  readonly caseId: string;
  /** Time of the person's decision, else of the agent's. */
  readonly decidedAtMs: number | undefined;
  readonly segments: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, Json>>;
  readonly amount: number | undefined;
  readonly couldBeCritical: boolean | undefined;
  /** The agent under judgement; undefined where it has said nothing about this case. */
  readonly agent: AgentDecisionEntry | undefined;
  /** Its earlier decisions with the same fingerprint: the same case decided twice. */
  readonly agentBefore: readonly AgentDecisionEntry[];
  /** Other agents and cheap baselines, by name. */
  readonly others: Readonly<Record<string, AgentDecisionEntry>>;
  /** One per person, the latest. */
  readonly people: readonly HumanDecisionEntry[];
  readonly truth: TruthEntry | undefined;
}
