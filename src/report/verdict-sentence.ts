import type { ReportCounts } from '../domain/report.ts';
import { formatCount, formatCounted } from './amounts.ts';

/**
 * The verdict of a run in one sentence, from its counts alone.
 *
 * @example verdictSentence(counts) === '3 of 41 cases failed; 1 is invalid, 37 passed.'
 */
export function verdictSentence(counts: ReportCounts): string {
  const missing = counts.expected - counts.seen - counts.notRun;
  const total = Math.max(counts.expected, counts.seen);
  if (total === 0) return 'No case was run, so nothing is proven.';
  const incomplete = missing > 0 ? `Only ${formatCount(counts.seen)} of ${formatCounted(counts.expected, 'expected result')} arrived; ` : '';
  if (counts.pass === total) return total === 1 ? 'The only case passed.' : `All ${formatCount(total)} cases passed.`;
  const rest = [
    part(counts.invalid, 'is invalid', 'are invalid'),
    part(counts.unknown, 'is unknown', 'are unknown'),
    part(counts.diverged, 'diverged and was not judged', 'diverged and were not judged'),
    part(counts.notRun, 'did not run', 'did not run'),
    part(counts.expectedFailure, 'broke as expected', 'broke as expected'),
    part(counts.pass, 'passed', 'passed'),
  ].filter((text) => text !== undefined);
  const failed = `${counts.fail === 0 ? 'no case' : `${formatCount(counts.fail)} of ${formatCounted(total, 'case')}`} failed`;
  const sentence = `${incomplete}${failed}${rest.length === 0 ? '' : `; ${rest.join(', ')}`}.`;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function part(count: number, one: string, many: string): string | undefined {
  return count === 0 ? undefined : `${formatCount(count)} ${count === 1 ? one : many}`;
}
