import { cutText, visibleLine, visibleText } from './visible-text.ts';

const wordJoiner = '\u2060';

/**
 * Words for the inside of a line of GitHub's Markdown, as text and nothing else. Backslashes take the meaning from its punctuation; GitHub's own links (URLs,
 * mentions, issues, mail, emoji) are made after Markdown, from the text, so a word joiner breaks their pattern.
 */
export function escapeMarkdown(text: string, charactersMax = 500): string {
  const { text: kept, leftOut } = cutText(text, charactersMax);
  const escaped = breakLinks(visibleLine(kept).replace(/[\\`*_{}[\]<>#|~&$!]/g, '\\$&'));
  return leftOut === 0 ? escaped : `${escaped} … (${leftOut} more characters)`;
}

/** Words for the inside of an HTML tag that stands in Markdown, such as `<summary>`, where backslashes mean nothing. */
export function escapeHtmlInMarkdown(text: string, charactersMax = 500): string {
  const { text: kept } = cutText(text, charactersMax);
  return breakLinks(visibleLine(kept).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`));
}

function breakLinks(text: string): string {
  return text.replace(/@|(?<!&)#|:(?=[^\s\d])/g, `$&${wordJoiner}`).replace(/\b(www|GH)(?=[.-])/gi, `$1${wordJoiner}`);
}

/** Text of one line as code, ready to be copied; the fence is longer than any run of backticks inside. Not for tables, whose bars win over code. */
export function markdownCode(text: string): string {
  const line = visibleLine(text);
  const fence = '`'.repeat(longestRunOf('`', line) + 1);
  const padding = /^[` ]|[` ]$/.test(line) || line === '' ? ' ' : '';
  return `${fence}${padding}${line}${padding}${fence}`;
}

/** Text of several lines as a code block that nothing inside can end. */
export function markdownBlock(text: string, charactersMax = 4000): string {
  const { text: kept, leftOut } = cutText(text, charactersMax);
  const fence = '`'.repeat(Math.max(3, longestRunOf('`', kept) + 1));
  return `${fence}text\n${visibleText(kept)}\n${fence}${leftOut === 0 ? '' : `\n${leftOut} more characters are in report.json.`}`;
}

function longestRunOf(character: string, text: string): number {
  return Math.max(0, ...(text.match(new RegExp(`${character}+`, 'g')) ?? []).map((run) => run.length));
}
