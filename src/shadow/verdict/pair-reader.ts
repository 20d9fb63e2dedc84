import type { HumanDecisionEntry } from '../../domain/decision.ts';
import { idColumn, realColumn } from './column.ts';
import type { Dictionary } from './dictionary.ts';
import type { PairColumns } from './evidence.ts';

/** Gathers the cases that two or more people decided. */
export class PairReader {
  readonly #people = realColumn();
  readonly #agent = realColumn();
  readonly #first = idColumn();
  readonly #second = idColumn();
  #count = 0;

  read(people: readonly HumanDecisionEntry[], agentDecision: string | undefined, labels: Dictionary): void {
    if (people.length < 2) return;
    let [agreeing, pairs, withAgent] = [0, 0, 0];
    for (let i = 0; i < people.length; i++) {
      if (people[i]!.decision === agentDecision) withAgent++;
      for (let j = i + 1; j < people.length; j++) {
        pairs++;
        if (people[i]!.decision === people[j]!.decision) agreeing++;
      }
    }
    // Whoever comes first by name is the first rater, whatever the order of arrival.
    const [first, second] = people.toSorted((a, b) => (a.person < b.person ? -1 : 1));
    this.#people.set(this.#count, agreeing / pairs);
    this.#agent.set(this.#count, withAgent / people.length);
    this.#first.set(this.#count, labels.idOf(first!.decision));
    this.#second.set(this.#count, labels.idOf(second!.decision));
    this.#count++;
  }

  clear(): void {
    this.#count = 0;
  }

  finish(): PairColumns {
    const count = this.#count;
    return {
      count,
      people: this.#people.rows(count),
      agent: this.#agent.rows(count),
      first: this.#first.rows(count),
      second: this.#second.rows(count),
    };
  }
}
