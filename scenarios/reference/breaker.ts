import { report } from '../../src/agent.ts';
import { setting } from './settings.ts';

/** S0.6, S1.5: five failures in a row open it for a minute; then one probe decides. */
export interface Breaker {
  /** `no` while it is open, and while somebody else's probe is under way. Who may try must say how it ended; a probe is one attempt. */
  mayTry(): 'yes' | 'probe' | 'no';
  succeeded(): void;
  failed(): void;
}

export interface BreakerPolicy {
  readonly failuresMax: number;
  readonly openMs: number;
}

export const usualBreaker = (): BreakerPolicy => ({ failuresMax: 5, openMs: setting('BREAKER_OPEN_SECONDS', 60) * 1000 });

/** Counts logical failures: all attempts at one call are one. */
export function createBreaker(name: string, policy: BreakerPolicy = usualBreaker()): Breaker {
  let failures = 0;
  let openedAt: number | undefined;
  let probing = false;
  const open = (): void => {
    openedAt = Date.now();
    probing = false;
    report({ type: 'breaker', name, state: 'open' });
  };
  return {
    mayTry() {
      if (openedAt === undefined) return 'yes';
      if (probing || Date.now() - openedAt < policy.openMs) return 'no';
      probing = true;
      report({ type: 'breaker', name, state: 'half-open' });
      return 'probe';
    },
    succeeded() {
      if (openedAt !== undefined) report({ type: 'breaker', name, state: 'closed' });
      [failures, openedAt, probing] = [0, undefined, false];
    },
    failed() {
      failures++;
      if (probing || (openedAt === undefined && failures >= policy.failuresMax)) open();
    },
  };
}
