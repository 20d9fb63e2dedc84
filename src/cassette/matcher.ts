import type { CanonicalRequest } from './key.ts';

/**
 * A way of taking two requests for one that is looser than the exact key. It is tried only when the exact key finds nothing, only where the
 * cassette or the scenario names it, and every use is counted and reported.
 *
 * Laws (`test/laws/matcher.laws.ts`): requests that are exactly the same have one key; some that differ have one key too, or it would not be looser; a change of
 * what the user says is always another key.
 */
export interface LooserMatcher {
  readonly name: string;
  /** What it passes over, for the report: "model, tools, parameters and streaming did not count". */
  readonly passesOver: string;
  /** Undefined for a request that it does not apply to, such as plain HTTP. */
  key(canonical: CanonicalRequest): string | undefined;
}
