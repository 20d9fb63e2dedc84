import { isAbove } from '../statistics/anytime-bounds.ts';

/** A rule that looks at errors so far and says "ready" or "not yet". Fewer errors are never worse, more decisions neither. */
export interface StoppingRule {
  readonly name: string;
  ready(errors: number, decisions: number): boolean;
}

/** The accuracy of the plain practice, looked at as often as one likes. */
export const plainRule: StoppingRule = {
  name: 'plain rule (accuracy > 0.95)',
  ready: (errors, decisions) => (decisions - errors) / decisions > 0.95,
};

/** The accuracy gate of the readiness verdict. READY needs it, so the verdict is never READY more often than this. */
export const boundRule: StoppingRule = {
  name: 'bound at any look (L_n > 0.95)',
  ready: (errors, decisions) => isAbove(decisions - errors, decisions, 0.95, 0.05),
};

/** For every number of decisions the most errors with which a rule says "ready", −1 for none; computed once, for many histories. */
export function errorsAllowed(rule: StoppingRule, decisionsMax: number): Int32Array {
  const allowed = new Int32Array(decisionsMax + 1).fill(-1);
  let errors = -1;
  for (let decisions = 1; decisions <= decisionsMax; decisions++) {
    while (errors < decisions && rule.ready(errors + 1, decisions)) errors++;
    // A decision more may take "ready" away as long as no error more was allowed for it.
    while (errors >= 0 && !rule.ready(errors, decisions)) errors--;
    allowed[decisions] = errors;
  }
  return allowed;
}
