import type { ShadowCase } from '../../domain/decision.ts';
import type { ReadinessPolicy } from '../../domain/readiness-policy.ts';

/** What an agent is held against in one case. `contested`: people disagree evenly and nobody has adjudicated. */
export type Reference = { readonly from: 'truth' | 'people'; readonly decision: string } | { readonly from: 'contested' };

/** The adjudicated truth, else what most people decided; undefined where nobody has decided what the policy asks for. */
export function referenceOf({ truth, people }: ShadowCase, wanted: ReadinessPolicy['reference']): Reference | undefined {
  if (wanted !== 'person' && truth !== undefined) return { from: 'truth', decision: truth.decision };
  if (wanted === 'truth' || people.length === 0) return undefined;
  const first = people[0]!.decision;
  if (people.every(({ decision }) => decision === first)) return { from: 'people', decision: first };
  const votes = new Map<string, number>();
  for (const { decision } of people) votes.set(decision, (votes.get(decision) ?? 0) + 1);
  const [most, second] = [...votes].toSorted((a, b) => b[1] - a[1]);
  return most![1] > (second?.[1] ?? 0) ? { from: 'people', decision: most![0] } : { from: 'contested' };
}
