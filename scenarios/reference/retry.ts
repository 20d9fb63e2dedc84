import { sleep } from './deadline.ts';

export interface RetryPolicy {
  /** S1.1: three to five attempts at what may pass. */
  readonly attempts: number;
  /** All attempts together, waits included. S1.1: twenty to thirty seconds. */
  readonly deadlineMs: number;
  readonly baseMs: number;
  readonly capMs: number;
  /** Share of a wait that chance may add: 0.25. */
  readonly jitter: number;
}

export const usualPolicy: RetryPolicy = { attempts: 5, deadlineMs: 30_000, baseMs: 500, capMs: 8_000, jitter: 0.25 };

/** What an attempt came to: done with, or worth another try, perhaps after the time that the other side asked for. */
export type Attempt<T> = { readonly done: T } | { readonly again: T; readonly retryAfterMs?: number };

/**
 * The one layer of retries (S1.1): exponential backoff with jitter, one deadline over all attempts, and no wait that the deadline does not leave room for. Who calls decides
 * what is worth another try; permanent errors are not.
 */
export async function withRetries<T>(
  attempt: (remainingMs: number, number: number) => Promise<Attempt<T>>,
  policy: RetryPolicy = usualPolicy,
): Promise<T> {
  const startedAt = Date.now();
  for (let number = 1; ; number++) {
    const outcome = await attempt(policy.deadlineMs - (Date.now() - startedAt), number);
    if ('done' in outcome) return outcome.done;
    const waitMs = outcome.retryAfterMs ?? backoffMs(number, policy);
    const remainingMs = policy.deadlineMs - (Date.now() - startedAt);
    if (number >= policy.attempts || waitMs >= remainingMs) return outcome.again;
    await sleep(waitMs);
  }
}

function backoffMs(number: number, { baseMs, capMs, jitter }: RetryPolicy): number {
  const waitMs = Math.min(capMs, baseMs * 2 ** (number - 1));
  return waitMs * (1 + jitter * Math.random());
}
