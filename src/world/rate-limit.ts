import type { ToolContract } from '../domain/contract.ts';

/** Counts calls in a window that slides: at most so many within so many seconds. */
export interface RateLimit {
  /** Counts a call, or says after how many seconds it may come again. */
  take(contract: ToolContract, nowMs: number): number | undefined;
}

/** No call was made yet. */
export function createRateLimit(): RateLimit {
  const takenAt = new Map<string, number[]>();
  return {
    take({ name, rateLimit }, nowMs) {
      if (rateLimit === undefined) return undefined;
      const windowMs = rateLimit.seconds * 1000;
      const recent = (takenAt.get(name) ?? []).filter((at) => nowMs - at < windowMs);
      takenAt.set(name, recent);
      if (recent.length < rateLimit.calls) {
        recent.push(nowMs);
        return undefined;
      }
      return Math.max(1, Math.ceil((recent[recent.length - rateLimit.calls]! + windowMs - nowMs) / 1000));
    },
  };
}
