import { formatCount, formatCounted } from '../../report/amounts.ts';
import type { ImportRecord } from '../../shadow/ledger/ledger.ts';

/** What became of the rows of a file that were not taken, in a line. */
export function rejectedText({ file, rejected, reasons }: ImportRecord): string {
  const counted = Object.entries(reasons).map(([reason, count]) => `${formatCount(count)} × ${reason}`);
  return `${file}: ${formatCounted(rejected, 'row')} rejected (${counted.join(', ')})`;
}
