import { cutText, visibleLine } from './visible-text.ts';

const messageCharactersMax = 8000;

/** A workflow command of GitHub Actions on one line. GitHub drops an annotation whose message is very long; the JSON report has the rest. */
export function workflowCommand(
  command: 'error' | 'warning',
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const written = Object.entries(properties).flatMap(([name, value]) => (value === undefined ? [] : `${name}=${property(String(value))}`));
  const { text, leftOut } = cutText(message, messageCharactersMax);
  return `::${command} ${written.join(',')}::${data(leftOut === 0 ? text : `${text} … ${leftOut} more characters are in the JSON report`)}`;
}

/** The escapes of the runner's own toolkit (`@actions/core`, `escapeData`). */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** `escapeProperty` of the same toolkit. */
function property(text: string): string {
  return data(visibleLine(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
