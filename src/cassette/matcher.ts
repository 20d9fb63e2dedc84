import { conversationKey, type CanonicalRequest } from './key.ts';

/**
 * A way of taking two requests for one that is looser than the exact key. It is tried only when the exact key finds nothing, only where the
 * cassette or the scenario names it, and every use is counted and reported.
 */
export interface LooserMatcher {
  readonly name: string;
  /** What it passes over, for the report: "model, tools, parameters and streaming did not count". */
  readonly passesOver: string;
  key(canonical: CanonicalRequest): string | undefined;
}

/** Every looser matcher; `exact` is the absence of one. */
export const looserMatchers: readonly LooserMatcher[] = [
  { name: 'conversation', passesOver: 'model, tools, parameters and streaming did not count', key: conversationKey },
];

/** The looser matcher of that name; undefined for `exact`. */
export function looserMatcher(name: string): LooserMatcher | undefined {
  return looserMatchers.find((matcher) => matcher.name === name);
}
