import type { Episode } from '../domain/episode.ts';
import type { Outcome, Verdict } from '../domain/verdict.ts';

/**
 * A claim about agents, decided from one finished episode. Laws (`test/laws/check.laws.ts`): it reads nothing but its argument, gives the same verdict for
 * the same episode, and cites only events that exist; every check has an episode that breaks it.
 */
export interface Check {
  /** Reads as a claim: `terminates-within-budget`. */
  readonly claim: string;
  /** The systems of the seed documents that it comes from, or where else. */
  readonly from: string;
  /** The rule in one sentence. */
  readonly rule: string;
  /** Where in a case it is declared, for the place of a failure. */
  readonly declaredAt: readonly string[];
  check(episode: Episode): Judgement;
}

/** A verdict without what is the same for all: the claim and the place. */
export type Judgement = Omit<Verdict, 'claim' | 'place'>;

export function pass(text: string, evidence: readonly number[] = []): Judgement {
  return { outcome: 'pass', text, evidence };
}

export function fail(text: string, evidence: readonly number[] = [], values: Pick<Verdict, 'expected' | 'actual'> = {}): Judgement {
  return { outcome: 'fail', text, evidence, ...values };
}

export function other(outcome: Exclude<Outcome, 'pass' | 'fail'>, text: string, evidence: readonly number[] = []): Judgement {
  return { outcome, text, evidence };
}
