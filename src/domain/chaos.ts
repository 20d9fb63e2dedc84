import type { Block } from './chat.ts';
import type { FaultSchedule, FaultSite, ToldResults } from './fault.ts';
import type { Json } from './json.ts';
import type { CaseReport } from './report.ts';
import type { WorldMoment } from './world.ts';
import type { ToolContract } from './contract.ts';

/**
 * A place at which a fault can strike, read from the undisturbed run. `id` is stable: the same run has the same places, whatever the explorer tries first.
 * Requests are numbered over the whole run, calls of a tool and questions to people each over their kind.
 */
export type FaultPlace = { readonly id: string } & (
  | {
      readonly kind: 'request';
      readonly number: number;
      readonly provider: string;
      readonly model: string;
      readonly stream: boolean;
      /** Names of the tools that the answer asks for; empty for an answer in words. */
      readonly asksFor: readonly string[];
      /** The dialect in which it is asked; absent for plain HTTP. */
      readonly dialect?: string;
      /** What it says; absent or empty for what is no conversation. A kind that needs something in an answer to strike looks for it here. */
      readonly says?: readonly Block[];
      /** Names of the tools that the conversation had asked for before. */
      readonly askedBefore?: readonly string[];
      /** True for plain HTTP servers, which are no models. */
      readonly plain: boolean;
    }
  | {
      readonly kind: 'tool';
      readonly tool: string;
      /** The nth call of this tool. */
      readonly number: number;
      readonly contract?: ToolContract;
      readonly arguments?: Json;
      /** What it answered; absent where it failed. */
      readonly result?: Json;
      /** What it had told the agent before: the same call, and calls about something else. */
      readonly told?: ToldResults;
    }
  | {
      readonly kind: 'person';
      readonly number: number;
      readonly tool?: string;
      readonly level?: string;
      /** What was replied first; absent where nothing was. */ readonly reply?: string;
      /** The tool of the first effect after an approval, of the call that was approved where one was named. */ readonly leadsTo?: string;
    }
  /** Just before, or just after, something that an observer of the agent can see: a crash point. */
  | { readonly kind: 'moment'; readonly when: 'before' | 'after'; readonly moment: WorldMoment }
);

/**
 * What became of the agent under a schedule, the worst first. `failed`: a claim was refuted. `weakness`: a claim was refuted, and the scenario declares that
 * it would be. `degraded`: no claim was refuted, but the goal of the undisturbed run was not reached. `survived`: it was.
 */
export const cellOutcomes = ['failed', 'invalid', 'unknown', 'diverged', 'not-run', 'weakness', 'degraded', 'survived'] as const;
export type CellOutcome = (typeof cellOutcomes)[number];

/** One experiment: a schedule, and what became of the agent under it. */
export interface ChaosCell {
  /** Stable: `provider-error(429) at request 2`. */
  readonly id: string;
  /** In the stable order of its case, from 0: what the cells of shards are put together by. */
  readonly position?: number;
  /** `id` of the place; two for a pair. */
  readonly places: readonly string[];
  /** Names of the kinds; two for a pair. */
  readonly faults: readonly string[];
  /** The settings in words, `429, Retry-After 2 s`; empty where the kind has none. */
  readonly variant: string;
  readonly schedule: FaultSchedule;
  readonly outcome: CellOutcome;
  /** Claims that were refuted. */
  readonly broken: readonly string[];
  /** Why, in one sentence. */
  readonly sentence: string;
  /** Position in `findings`, where it broke what one of these breaks. */
  readonly finding?: number;
  /** Over the repeats: in how many of how many it survived or degraded. Absent where it was run once. */
  readonly repeats?: { readonly judged: number; readonly held: number };
  /** From the first fault to the next thing that went well, by the clock of the episode; absent where nothing did. */
  readonly recoveryMs?: number;
  /** Over the undisturbed run: what the fault cost. */
  readonly extra: { readonly modelCalls: number; readonly toolCalls: number; readonly tokens: number; readonly usd?: number };
}

/** A piece of a lane: a request, a call, a gap, the state of a breaker. An instant has `toMs` equal to `fromMs`. */
export interface LaneMark {
  readonly fromMs: number;
  readonly toMs: number;
  /** `seq` of the event at its start. */
  readonly event: number;
  /** `seq` of the event at its end, where that is another one. */
  readonly endEvent?: number;
  readonly kind: 'request' | 'fault' | 'gap' | 'breaker' | 'effect' | 'person' | 'call' | 'report' | 'end';
  readonly text: string;
  readonly tone: 'plain' | 'good' | 'bad' | 'fault';
}

/** One swim lane of a timeline: `model`, `tool refund`, `person`, `process`, `faults`. */
export interface Lane {
  readonly name: string;
  readonly marks: readonly LaneMark[];
}

/** A way in which the agent breaks, shrunk to what matters. */
export interface ChaosFinding {
  /** What the smallest schedule refutes. */
  readonly claims: readonly string[];
  readonly sentence: string;
  /** As it was found. */
  readonly found: FaultSchedule;
  /** The fewest faults and the simplest settings that still refute the same claim. */
  readonly smallest: FaultSchedule;
  /** The smallest schedule in words: `the answer of refund is lost, the first time`. */
  readonly words: string;
  readonly shrinkingRuns: number;
  /** The saved scenario, from the project's folder; absent where it could not be saved (`fileProblem` says why). */
  readonly file?: string;
  readonly fileProblem?: string;
  /** The command that shows it again. */
  readonly command: string;
  /** All cells that break the same claims. */
  readonly cells: readonly string[];
  /** The run of the smallest schedule. */
  readonly report: CaseReport;
  readonly lanes: readonly Lane[];
}

/** How an agent survives one kind of fault, over the judged cells alone. */
export interface SurvivalRate {
  readonly fault: string;
  readonly site: FaultSite;
  readonly judged: number;
  /** Survived or degraded. */
  readonly held: number;
  readonly degraded: number;
  readonly failed: number;
  /** Not judged. */
  readonly diverged: number;
  readonly invalid: number;
  /** Wilson's 95 % interval of `held / judged`. */
  readonly interval: readonly [number, number];
  /** Medians over the cells that recovered. */
  readonly recoveryMs?: number;
  readonly extraModelCalls: number;
  readonly extraUsd?: number;
}

/** R(k): the chance that k runs in a row all hold, estimated over repeats, with a 95 % interval. */
export interface Reliability {
  readonly k: number;
  readonly value: number;
  readonly interval: readonly [number, number];
}

export interface Coverage {
  /** place × kind that there are. */
  readonly possible: number;
  readonly exercised: number;
}

/** A place as a report shows it. */
export interface ChaosPlace {
  readonly id: string;
  readonly kind: FaultPlace['kind'];
  /** In words: `request 2, which asks for refund`; for a crash point `the 1st effect of refund`, without before and after. */
  readonly label: string;
  /** Of a crash point. Its two sides have the same label and the same `event`. */
  readonly when?: 'before' | 'after';
  /** `seq` of its event in the undisturbed run. */
  readonly event?: number;
}

/** A kind of fault, for readers of a report who never saw its page. */
export interface ChaosKind {
  readonly name: string;
  readonly site: FaultSite;
  /** What it does, in one sentence. */
  readonly summary: string;
}

/** What chaos did to one case. */
export interface ChaosCaseReport {
  /** `<scenario file>#<case name>` */
  readonly id: string;
  readonly scenario: string;
  readonly name: string;
  /** Survives 61 of 66 single faults and 17 of 18 crash points. It … */
  readonly sentence: string;
  /** The undisturbed run. Chaos has nothing to say of an agent that fails by itself. */
  readonly undisturbed: CaseReport;
  /** In the order of the history. */
  readonly places: readonly ChaosPlace[];
  /** In their stable order: single faults, crash points, pairs. */
  readonly cells: readonly ChaosCell[];
  readonly findings: readonly ChaosFinding[];
  readonly rates: readonly SurvivalRate[];
  readonly reliability: readonly Reliability[];
  readonly coverage: Coverage;
  /** What was never exercised, and why: `tcp faults: a function agent has no socket`. */
  readonly notExercised: readonly { readonly what: string; readonly why: string }[];
  /** What a reader must know: declared weaknesses that were not seen. */
  readonly notes: readonly string[];
}

export interface ChaosCounts {
  /** Cells that were to be run. */
  readonly planned: number;
  readonly survived: number;
  readonly degraded: number;
  readonly weakness: number;
  readonly failed: number;
  readonly diverged: number;
  readonly invalid: number;
  readonly unknown: number;
  readonly notRun: number;
}

/** A finished exploration. Reporters read it and compute nothing. */
export interface ChaosReport {
  readonly format: 'rehearsal/chaos/1';
  readonly rehearsalVersion: string;
  readonly command: string;
  readonly seed: number;
  readonly shard?: { readonly index: number; readonly total: number };
  readonly exitCode: 0 | 1 | 3;
  readonly sentence: string;
  readonly counts: ChaosCounts;
  /** Why it ended. */
  readonly stopped: 'finished' | 'minutes' | 'runs' | 'interrupted';
  readonly durationMs: number;
  /** Every kind that strikes, or could have struck, in one of the cases; in the order of the catalogue. */
  readonly kinds: readonly ChaosKind[];
  readonly cases: readonly ChaosCaseReport[];
}
