import type { Campaign } from './campaign.ts';
import type { SourcePlace } from './failure.ts';
import type { Json } from './json.ts';
import type { StatedVerdict } from './verdict.ts';

/**
 * How one case came out. `expected-failure` is a specimen that broke exactly the claim it was made to break; `diverged` was not judged,
 * because a fault had led the agent where no recording goes; `not-run` never started (the reason is in `sentence`).
 */
export const caseOutcomes = ['fail', 'invalid', 'unknown', 'diverged', 'not-run', 'expected-failure', 'pass'] as const;
export type CaseOutcome = (typeof caseOutcomes)[number];

/** One row of the conversation, ready to be shown. */
export interface ConversationRow {
  readonly who: 'system' | 'developer' | 'user' | 'assistant' | 'tool' | 'note';
  /** For tools and tool calls, the tool's name. */
  readonly title: string;
  readonly text: string;
  /** `seq` of the event that it was read from. */
  readonly event: number;
  /** Which of several interleaved conversations, from 1. */
  readonly conversation: number;
}

/** One row of the timeline, ready to be shown. */
export interface TimelineRow {
  readonly seq: number;
  readonly atMs: number;
  readonly kind: string;
  readonly text: string;
  readonly tone: 'plain' | 'good' | 'bad' | 'fault';
}

/** One member of the world's state that changed, ready to be shown; `before` or `after` is absent where there was, or is, none. */
export interface ChangeRow {
  /** JSON pointer. */
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

/** A line of the ledger, ready to be shown. */
export interface EffectRow {
  readonly effect: number;
  /** `seq` of the event. */
  readonly event: number;
  /** What it brought about, and by which call. */
  readonly text: string;
  readonly by: 'agent' | 'person';
  /** The effect that it takes back, and the one that took it back. */
  readonly undoes?: number;
  readonly undoneBy?: number;
  readonly changes: readonly ChangeRow[];
}

/** What really happened in the world around the agent. */
export interface WorldReport {
  readonly effects: readonly EffectRow[];
  /** What is different at the end from what it was at the start. */
  readonly changes: readonly ChangeRow[];
}

export interface CaseReport {
  /** `<scenario file>#<case name>`, unique in a report. */
  readonly id: string;
  readonly scenario: string;
  readonly name: string;
  readonly place: SourcePlace;
  readonly outcome: CaseOutcome;
  /** The reason in one sentence. */
  readonly sentence: string;
  readonly task: string;
  readonly answer?: string;
  readonly expectation?: Json;
  /** What there was to judge, claim by claim. */
  readonly verdicts: readonly StatedVerdict[];
  /** Claims about what this case has nothing of, by name: most claims, in most cases. Why it is so is said where a case requires one under `checks:`. */
  readonly notApplicable: readonly string[];
  readonly conversation: readonly ConversationRow[];
  readonly timeline: readonly TimelineRow[];
  /** Absent where the case has no world. */
  readonly world?: WorldReport;
  /** What a reader must know: not sealed, looser matches, unused recordings after a fault, agent's last error output. */
  readonly notes: readonly string[];
  /** What makes a pass prove less: `2 matched loosely by conversation`. */
  readonly looseMatches?: string;
  /** The explanation of the first replay miss, as it was sent to the agent. */
  readonly miss?: string;
  /** The command that shows this case again. */
  readonly repeat: string;
  readonly durationMs: number;
  readonly modelCalls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars; undefined where the price of a model is unknown. */
  readonly usd?: number;
  /** Where the case was repeated: what its sessions have in common. The rest of the report is then one of them. */
  readonly campaign?: Campaign;
}

export interface ReportCounts {
  readonly expected: number;
  readonly seen: number;
  readonly pass: number;
  readonly fail: number;
  readonly invalid: number;
  readonly unknown: number;
  readonly diverged: number;
  readonly notRun: number;
  readonly expectedFailure: number;
  /** Claims, over all cases, for which the agent showed no evidence. */
  readonly unobservedClaims: number;
}

/** A finished run. Reporters read it and compute nothing. */
export interface Report {
  readonly format: 'rehearsal/report/3';
  readonly rehearsalVersion: string;
  readonly command: string;
  readonly seed: number;
  readonly shard?: { readonly index: number; readonly total: number };
  readonly exitCode: 0 | 1 | 3;
  /** The verdict in one sentence. */
  readonly sentence: string;
  readonly counts: ReportCounts;
  /** Every claim that there is, in the order of the catalogue; of each, a case that was judged has a verdict, or its name under `notApplicable`. */
  readonly claims: readonly string[];
  readonly durationMs: number;
  readonly cases: readonly CaseReport[];
}

/** Claims for which a case shows no evidence, and claims about what it has nothing of. */
export interface Silence {
  readonly unobserved: readonly StatedVerdict[];
  readonly notApplicable: readonly string[];
}

/** A case as `report.json` has it. */
export interface PackedCaseReport extends CaseReport {
  /** Which of the report's silences belongs to it beside its own `verdicts` and `notApplicable`; absent where these are all. */
  readonly silence?: number;
}

/** A report as `report.json` has it: what several cases are silent about in the same words stands once. Reports of the format before had no silences. */
export interface PackedReport extends Report {
  readonly silences?: readonly Silence[];
  readonly cases: readonly PackedCaseReport[];
}
