/** The name of a column; or, in place of one, what every row has in common. */
export type MappedCell = string | { readonly value: string | number | boolean };

/** How dates are written. `iso` is 2026-03-01, 2026-03-01T14:05 or with an offset; all others say what they mean. */
export type DateFormat = 'iso' | 'epoch-seconds' | 'epoch-milliseconds' | 'day/month/year' | 'month/day/year' | 'day.month.year';

/** Which column of a file of decisions is what (`schema/shadow-mapping.json`). For JSON lines a column is a path such as `agent.decision`. */
export interface DecisionMapping {
  /** Version of the format. */
  readonly mapping: 1;
  readonly csv?: { readonly delimiter: string };
  readonly case: {
    /** Columns that together name the case. */
    readonly id: string | readonly string[];
    readonly amount?: MappedCell;
    readonly couldBeCritical?: MappedCell;
    readonly segments?: Readonly<Record<string, MappedCell>>;
    readonly fields?: readonly string[];
  };
  /** A decision and the words that mean it. Without it each word is its own decision. */
  readonly labels?: Readonly<Record<string, readonly string[]>>;
  readonly time?: {
    /** IANA time zone of dates that carry no offset. */
    readonly zone?: string;
    readonly format?: DateFormat;
  };
  /** By name; the one under judgement is `agent` unless the policy names another. */
  readonly agents?: Readonly<Record<string, MappedAgent>>;
  readonly people?: readonly MappedPerson[];
  readonly truth?: { readonly decision: string; readonly decidedAt?: MappedCell };
}

export interface MappedAgent {
  readonly decision: string;
  readonly decidedAt?: MappedCell;
  readonly confidence?: MappedCell;
  readonly risk?: MappedCell;
  readonly costUsd?: MappedCell;
  readonly trace?: MappedCell;
  readonly fingerprint?: MappedCell;
}

export interface MappedPerson {
  readonly person: MappedCell;
  readonly decision: string;
  readonly decidedAt?: MappedCell;
  readonly blind?: MappedCell;
}
