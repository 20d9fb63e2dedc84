import type { ReadinessPolicy } from '../../domain/readiness-policy.ts';

/** Could a wrong decision on a case have been critical? `not said` where neither the case nor the policy knows. */
export function possibility(
  policy: ReadinessPolicy['critical'],
  couldBeCritical: boolean | undefined,
  reference: string | undefined,
): 'possible' | 'impossible' | 'not said' {
  if (couldBeCritical !== undefined) return couldBeCritical ? 'possible' : 'impossible';
  if (policy.confusions.length > 0) return policy.confusions.some((confusion) => confusion.reference === reference) ? 'possible' : 'impossible';
  return policy.notSaid === 'invalid' ? 'not said' : policy.notSaid;
}

/** Is a wrong decision on a case where one was possible of the critical kind? */
export function isCritical(policy: ReadinessPolicy['critical'], reference: string | undefined, decision: string | undefined): boolean {
  if (decision === undefined) return policy.noDecision;
  if (policy.confusions.length === 0) return true;
  return policy.confusions.some(
    (confusion) => confusion.reference === reference && (confusion.decision === undefined || confusion.decision === decision),
  );
}
