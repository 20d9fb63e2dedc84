/** What a scenario says of its exploration, under `chaos:`. */
export interface ChaosPlan {
  /** Kinds of faults that are tried; absent: all. */
  readonly only?: readonly string[];
  /** Kinds that are not. */
  readonly except: readonly string[];
  /** How many pairs of faults are tried. */
  readonly pairs: number;
  /** How often each cell is tried, each time with the next seed. */
  readonly repeats: number;
  readonly weaknesses: readonly DeclaredWeakness[];
}

/** A claim that these kinds of faults refute, and why that is accepted. */
export interface DeclaredWeakness {
  readonly claim: string;
  readonly faults: readonly string[];
  readonly why: string;
}

export const defaultChaosPlan: ChaosPlan = { except: [], pairs: 20, repeats: 1, weaknesses: [] };
