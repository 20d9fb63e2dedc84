import { outcomes, type Verdict } from '../../domain/verdict.ts';

/** Of every claim the worst verdict that any session has, and how many sessions have it. */
export interface WorstVerdicts {
  add(seed: number, verdicts: readonly Verdict[]): void;
  /** In the order of the claims. `exercised` where any session passed or failed it. */
  list(): readonly { readonly verdict: Verdict; readonly seed: number; readonly sessions: number; readonly exercised: boolean }[];
}

interface Entry {
  verdict: Verdict;
  seed: number;
  sessions: number;
  exercised: boolean;
}

/** Among what is no failure: a claim that passed somewhere passed. */
const order: readonly Verdict['outcome'][] = [
  ...outcomes.filter((outcome) => outcome === 'fail' || outcome === 'invalid' || outcome === 'unknown'),
  'pass',
];

export function createWorstVerdicts(): WorstVerdicts {
  const entries = new Map<string, Entry>();
  const rank = ({ outcome }: Verdict): number => (order.includes(outcome) ? order.indexOf(outcome) : order.length + outcomes.indexOf(outcome));
  return {
    add(seed, verdicts) {
      for (const verdict of verdicts) {
        const exercised = verdict.outcome === 'pass' || verdict.outcome === 'fail';
        const known = entries.get(verdict.claim);
        if (known === undefined) {
          entries.set(verdict.claim, { verdict, seed, sessions: 1, exercised });
          continue;
        }
        known.exercised ||= exercised;
        if (rank(verdict) > rank(known.verdict)) continue;
        const same = rank(verdict) === rank(known.verdict);
        known.sessions = same ? known.sessions + 1 : 1;
        // Of equal ones that with the lowest seed: which session is done first is chance.
        if (!same || seed < known.seed) Object.assign(known, { verdict, seed });
      }
    },
    list: () => [...entries.values()],
  };
}
