import type { EvidenceWindow, Gate, MissingEvidence } from '../../domain/readiness.ts';
import { counted, whole } from './words.ts';

const namedMax = 3;

/** How many decisions and days all failing gates together still need, if everything goes on as it did. */
export function missingEvidence(gates: readonly Gate[], window: EvidenceWindow): MissingEvidence | undefined {
  const failing = gates.filter(({ outcome }) => outcome === 'fails');
  if (failing.length === 0) return undefined;
  const hopeless = failing.filter(({ needs }) => needs?.decisions === undefined && needs?.days === undefined);
  if (hopeless.length > 0) {
    const more = hopeless.length > namedMax ? `; and ${counted(hopeless.length - namedMax, 'gate')} more` : '';
    const named = hopeless.slice(0, namedMax).map(({ text }) => text);
    return { text: `no number of decisions is enough as it is: ${named.join('; ')}${more}` };
  }
  const decisions = Math.max(0, ...failing.map(({ needs }) => needs?.decisions ?? 0));
  const waiting = Math.max(0, ...failing.map(({ needs }) => needs?.days ?? 0));
  const pace = window.decisionsPerDay;
  const days = pace === null ? undefined : Math.max(waiting, Math.ceil(decisions / pace));
  const time = days === undefined ? '' : decisions === 0 ? counted(days, 'more day') : ` (${counted(days, 'day')} at this pace)`;
  return {
    decisions,
    ...(days === undefined ? {} : { days }),
    text: decisions === 0 ? time : `about ${whole(upToTwoDigits(decisions))} more decisions${time}`,
  };
}

/** 538 is about 540: an expectation has no more digits than that. */
function upToTwoDigits(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.ceil(count / unit) * unit;
}
