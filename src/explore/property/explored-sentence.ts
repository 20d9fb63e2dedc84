import type { Counterexample, Flake } from '../../domain/exploration.ts';

interface Found {
  readonly judged: number;
  readonly unjudged: number;
  readonly counterexamples: readonly Counterexample[];
  readonly flakes: readonly Flake[];
  /** Properties that nothing exercised. */
  readonly never: readonly string[];
  /** Claims and properties that could not be decided in some episode. */
  readonly undecided: readonly string[];
}

/** How the exploration of a case came out, in one sentence. */
export function sentenceOfCase({ judged, unjudged, counterexamples, flakes, never, undecided }: Found): string {
  const [first] = counterexamples;
  const apart = unjudged === 0 ? '' : ` ${unjudged} more could not be judged.`;
  if (first !== undefined) {
    const others = counterexamples.length === 1 ? '' : ` and ${counterexamples.length - 1} more`;
    const after =
      first.drawnTurns === 0 ? '' : ` after ${first.drawnTurns === 1 ? 'one answer' : `${first.drawnTurns} answers`} that the model may give`;
    return `It breaks ${first.claims[0]}${others}${after}: ${first.sentence}`;
  }
  if (judged === 0) return `Nothing was explored: none of ${unjudged} episodes could be judged.`;
  if (flakes.length > 0)
    return flakes.some(({ firstDifference }) => firstDifference !== undefined)
      ? 'The agent is flaky: the same story has two histories, so nothing that it did can be repeated.'
      : `${flakes[0]!.claims.join(', ')} judges the same history in two ways, so that nothing is proven by it.`;
  if (undecided.length > 0) return `Nothing broke in ${judged} episodes, but ${undecided.join(', ')} could not be decided in some of them.${apart}`;
  if (never.length > 0) return `Nothing broke in ${judged} episodes, but no episode had anything to say of ${never.join(', ')}.${apart}`;
  return `Nothing broke in ${judged} episodes.${apart}`;
}
