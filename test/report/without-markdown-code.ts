/** Markdown without its code blocks and code spans, read as GitHub's dialect of CommonMark reads them: what is left is what can mean something. */
export function withoutMarkdownCode(text: string): string {
  const kept: string[] = [];
  let fence: string | undefined;
  for (const line of text.split('\n')) {
    const marks = /^ {0,3}(`{3,})/.exec(line)?.[1];
    if (fence === undefined && marks !== undefined) fence = marks;
    else if (fence !== undefined && marks !== undefined && marks.length >= fence.length && line.trim() === marks) fence = undefined;
    else if (fence === undefined) kept.push(withoutSpans(line));
  }
  if (fence !== undefined) throw new Error('a code block is never closed');
  return kept.join('\n');
}

function withoutSpans(line: string): string {
  let rest = '';
  for (let at = 0; at < line.length;) {
    if (line[at] === '\\') {
      rest += line.slice(at, at + 2);
      at += 2;
      continue;
    }
    const run = /^`+/.exec(line.slice(at))?.[0];
    const close = run === undefined ? -1 : closing(line, at + run.length, run.length);
    if (run === undefined || close === -1) {
      rest += line.slice(at, at + (run?.length ?? 1));
      at += run?.length ?? 1;
    } else at = close + run.length;
  }
  return rest;
}

/** Where the next run of exactly so many backticks begins. */
function closing(line: string, from: number, length: number): number {
  for (const match of line.slice(from).matchAll(/`+/g)) if (match[0].length === length) return from + match.index;
  return -1;
}
