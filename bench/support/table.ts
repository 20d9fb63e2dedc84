import type { Measurement, Row } from '../measurement.ts';

/** The rows of one measurement with what was measured, as plain text. */
export function renderTable({ name, how }: Measurement, rows: readonly Row[], tookMs: number): string {
  const cells = rows.map(({ subject, measured, beside, ratio, ratioMax }) => [
    subject,
    measured,
    beside,
    ratio === undefined ? '' : `× ${ratio.toFixed(2)}`,
    ratioMax === undefined ? '' : `≤ ${ratioMax}`,
    ratio === undefined || ratioMax === undefined ? '' : ratio <= ratioMax ? 'met' : 'NOT MET',
  ]);
  const table = [['', 'measured', 'beside', 'ratio', 'target', ''], ...cells];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd());
  return `${name}: ${how} (${(tookMs / 1000).toFixed(0)} s)\n${lines.join('\n')}\n`;
}
