import type { CaseCounts, CriticalCase } from '../../domain/readiness.ts';
import type { Dictionary } from './dictionary.ts';

/** Bits of `Evidence.flags`. */
export const flag = { byTruth: 1, criticalPossible: 2, criticalError: 4, notBlind: 8 } as const;

/** The judged cases of the version under judgement, by column; a row is a case, in the order of time. */
export interface Evidence {
  readonly rows: number;
  /** 1 where the agent was right. */
  readonly right: Uint8Array;
  readonly flags: Uint16Array;
  /** NaN where undated. */
  readonly atMs: Float64Array;
  /** Numbers of `labels`; 0 for a contested reference, and for no decision. */
  readonly reference: Int32Array;
  readonly decision: Int32Array;
  readonly labels: Dictionary;
  /** NaN where absent. */
  readonly confidence: Float64Array;
  readonly risk: Float64Array;
  readonly amount: Float64Array;
  readonly segments: readonly TextColumn[];
  readonly fields: readonly FieldColumn[];
  /** Names of fields beyond those that are kept. */
  readonly fieldsLeftOut: number;
  readonly others: readonly OtherColumn[];
  /** Cases that two or more people decided, in the same order. */
  readonly pairs: PairColumns;
  /** Loss of the agent and mean loss of the people, where the truth and the people's decisions are known. */
  readonly losses: { readonly agent: Float64Array; readonly people: Float64Array };
  readonly repeats: { readonly cases: number; readonly changed: number };
  readonly criticalCases: readonly CriticalCase[];
  readonly criticalNotSaid: number;
  readonly fingerprint: string | undefined;
  readonly earlierFingerprints: number;
  readonly counts: CaseCounts;
}

export interface TextColumn {
  readonly name: string;
  readonly values: Dictionary;
  /** 0 where absent. */
  readonly ids: Int32Array;
}

/** A field of the cases: numbers where all that it holds are numbers, else texts. */
export interface FieldColumn {
  readonly name: string;
  readonly numbers?: Float64Array;
  readonly texts?: TextColumn;
  /** More different texts than are worth comparing. */
  readonly overflown: boolean;
}

/** Another agent or a baseline: 0 where it said nothing on the case, 1 wrong, 2 right. */
export interface OtherColumn {
  readonly name: string;
  readonly marks: Uint8Array;
}

export interface PairColumns {
  readonly count: number;
  /** Share of pairs of people that agree, and of people that the agent agrees with. */
  readonly people: Float64Array;
  readonly agent: Float64Array;
  /** Labels of the first two, by name. */
  readonly first: Int32Array;
  readonly second: Int32Array;
}
