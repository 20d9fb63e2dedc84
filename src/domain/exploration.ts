import type { CaseReport } from './report.ts';

/** One thing that an exploration can reach: a state, a transition, a tool, an outcome of a tool, a rule, a claim. */
export interface Reached {
  readonly kind: 'state' | 'transition' | 'tool' | 'outcome' | 'rule' | 'reply' | 'claim' | 'property';
  readonly name: string;
  /** In how many episodes; 0 for what was never reached. */
  readonly episodes: number;
}

/** A story that breaks the agent, made as short as could be. */
export interface Counterexample {
  /** Claims and properties that it breaks, the one that was shrunk for first. */
  readonly claims: readonly string[];
  readonly sentence: string;
  /** The story, for people: one thing that happens per line. */
  readonly story: readonly string[];
  /** How many answers of the model there are in it, and how many of them the model would not have given by itself. */
  readonly modelTurns: number;
  readonly drawnTurns: number;
  /** Of the exploration; with `episode`, what it was found by. */
  readonly seed: number;
  readonly episode: number;
  readonly shrinkingRuns: number;
  /** The saved scenario, from the working folder; where it could not be saved, why. */
  readonly file?: string;
  readonly fileProblem?: string;
  readonly command: string;
  readonly report: CaseReport;
}

/** A story that broke something, and did not when it was played again. */
export interface Flake {
  readonly claims: readonly string[];
  readonly story: readonly string[];
  /** The first event in which the histories differ, as JSON; absent where they are one, and only the judgement differs. */
  readonly firstDifference?: { readonly event: number; readonly once?: string; readonly again?: string };
}

/** What exploration did to one case. */
export interface ExploredCase {
  /** `<scenario file>#<case name>` */
  readonly id: string;
  readonly scenario: string;
  readonly name: string;
  readonly outcome: 'broken' | 'held' | 'invalid';
  readonly sentence: string;
  readonly episodes: number;
  /** Episodes of which nothing can be said, and why: the first reasons. */
  readonly unjudged: number;
  readonly problems: readonly string[];
  readonly stopped: 'runs' | 'minutes' | 'saturated' | 'enough' | 'interrupted';
  readonly counterexamples: readonly Counterexample[];
  readonly flakes: readonly Flake[];
  /** Everything that there is to reach. */
  readonly coverage: readonly Reached[];
  /** What was given, and what it means for a reader. */
  readonly notes: readonly string[];
}

/** A finished exploration. Reporters read it and compute nothing. */
export interface ExplorationReport {
  readonly format: 'rehearsal/explore/1';
  readonly rehearsalVersion: string;
  readonly command: string;
  readonly seed: number;
  readonly exitCode: 0 | 1 | 3;
  readonly sentence: string;
  readonly durationMs: number;
  readonly cases: readonly ExploredCase[];
}
