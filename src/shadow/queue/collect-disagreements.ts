import type { ShadowCase } from '../../domain/decision.ts';
import type { ReadinessPolicy } from '../../domain/readiness-policy.ts';
import type { Disagreement, DisagreementQueue } from '../../domain/shadow-report.ts';
import { disagreementOf } from './disagreement-of.ts';

/** Looks at each case in passing, and keeps the dearest disagreements. */
export interface DisagreementCollector {
  /** Hands every case on as it is. */
  watch(cases: Iterable<ShadowCase>): Iterable<ShadowCase>;
  queue(): DisagreementQueue;
}

/** Keeps `limit` of them at the end, and never more than twice as many, however many cases there are; `onEach` sees all, in the order of the cases. */
export function collectDisagreements(
  policy: ReadinessPolicy,
  limit: number,
  onEach: (disagreement: Disagreement) => void = () => undefined,
): DisagreementCollector {
  const by = policy.cost === undefined ? 'amount' : 'loss';
  let kept: Disagreement[] = [];
  let total = 0;
  let sawAmount = false;
  const order = (a: Disagreement, b: Disagreement): number =>
    (b[by] ?? -1) - (a[by] ?? -1) ||
    (b.amount ?? -1) - (a.amount ?? -1) ||
    compareTimes(a.decidedAtMs, b.decidedAtMs) ||
    (a.caseId < b.caseId ? -1 : 1);
  const shorten = (): void => {
    kept = kept.sort(order).slice(0, limit);
  };
  return {
    *watch(cases) {
      for (const shadowCase of cases) {
        const disagreement = disagreementOf(shadowCase, policy);
        if (disagreement !== undefined) {
          total++;
          sawAmount ||= disagreement[by] !== null;
          onEach(disagreement);
          kept.push(disagreement);
          if (kept.length > limit * 2) shorten();
        }
        yield shadowCase;
      }
    },
    queue() {
      shorten();
      return { total, by: sawAmount ? by : 'time', dearest: kept };
    },
  };
}

/** Earlier first, those without a time last. */
function compareTimes(a: number | null, b: number | null): number {
  return a === b ? 0 : a === null ? 1 : b === null ? -1 : a - b;
}
