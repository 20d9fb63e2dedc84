import type { Json } from './json.ts';
import type { SourcePlace } from './failure.ts';

/** What a check found, worst first; the table in `docs/VERDICTS.md` gives each its exit code. */
export const outcomes = ['fail', 'invalid', 'unknown', 'unobserved', 'not-applicable', 'pass'] as const;
export type Outcome = (typeof outcomes)[number];

export interface Verdict {
  /** The claim, as it is named under `checks:` and in the docs. */
  readonly claim: string;
  readonly outcome: Outcome;
  /** One sentence with the arithmetic: what was counted, against what. */
  readonly text: string;
  /** `seq` of the events that the verdict rests on. */
  readonly evidence: readonly number[];
  readonly expected?: Json;
  readonly actual?: Json;
  /** The line of the scenario that asked for it. */
  readonly place?: SourcePlace;
}

/** A verdict that a report spells out: claims that do not apply to a case are named there, and no more. */
export type StatedVerdict = Verdict & { readonly outcome: Exclude<Outcome, 'not-applicable'> };

/** The worst of several outcomes; `pass` for none. */
export function worstOutcome(found: readonly Outcome[]): Outcome {
  for (const outcome of outcomes) if (found.includes(outcome)) return outcome;
  return 'pass';
}
