export interface AssessOptions {
  /** Now: decisions after it are in the future. The verdict reads no clock. */
  readonly nowMs: number;
  /** All chance in a verdict (permutations, bootstrap) comes from it. */
  readonly seed: number;
  /** Rows that the import refused, for the counts. */
  readonly rejectedRows?: number;
  /** What else the ledger found. */
  readonly problems?: readonly LedgerProblem[];
}

/** Something about the evidence that only the ledger can see, such as two truths for one case. */
export interface LedgerProblem {
  /** Stable, kebab-case: `two-truths`. It becomes the gate `ledger:two-truths`. */
  readonly name: string;
  /** One sentence with the count. */
  readonly text: string;
  readonly count: number;
  /** Would a verdict lie? Then it is INVALID. */
  readonly invalidates: boolean;
}
