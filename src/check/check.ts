import type { Episode } from '../domain/episode.ts';
import type { Json } from '../domain/json.ts';
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
  /** Its numbers, each with its default and unit: what a case overrides under `settings:`. */
  readonly settings?: Readonly<Record<string, Setting>>;
  check(episode: Episode): Judgement;
}

/** One number (or text, or list) that a rule uses. */
export interface Setting {
  readonly default: Json;
  /** What it bounds, with its unit. */
  readonly description: string;
}

/**
 * A claim that one episode cannot decide: it is judged over the repeats of a case, once per case.
 * The laws are the same.
 */
export interface SetCheck extends Omit<Check, 'check'> {
  check(episodes: readonly Episode[]): Judgement;
}

/** A number of a rule: the case's own, or the default. */
export function settingOf(check: Pick<Check, 'claim' | 'settings'>, episode: Episode, name: string): number {
  return (episode.settings[check.claim]?.[name] ?? check.settings![name]!.default) as number;
}

/** A verdict without what is the same for all: the claim and the place. */
export type Judgement = Omit<Verdict, 'claim' | 'place'>;

/** Shared by all verdicts that rest on no event; frozen, so that it stays empty. */
const noEvidence: readonly number[] = Object.freeze([]);

export function pass(text: string, evidence: readonly number[] = noEvidence): Judgement {
  return { outcome: 'pass', text, evidence };
}

export function fail(text: string, evidence: readonly number[] = noEvidence, values: Pick<Verdict, 'expected' | 'actual'> = {}): Judgement {
  return { outcome: 'fail', text, evidence, ...values };
}

export function other(outcome: Exclude<Outcome, 'pass' | 'fail'>, text: string, evidence: readonly number[] = noEvidence): Judgement {
  return { outcome, text, evidence };
}
