/**
 * One line of CSV. A cell that a spreadsheet would take for a formula begins with an apostrophe: what an agent said must not be executed by whoever opens
 * the file.
 */
export function csvLine(cells: readonly (string | number | boolean | undefined)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

// As spreadsheets of all languages begin one: the wide signs are taken for the narrow ones, and white space before them is passed over.
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;
// The table may be printed to a terminal, where these are commands.
// eslint-disable-next-line no-control-regex
const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

function csvCell(cell: string | number | boolean | undefined): string {
  if (cell === undefined) return '';
  if (typeof cell !== 'string') return String(cell);
  const visible = cell.replaceAll(hidden, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
  const safe = formula.test(visible) ? `'${visible}` : visible;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
