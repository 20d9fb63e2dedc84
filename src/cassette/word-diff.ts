import { diffWordsWithSpace } from 'diff';

/** `You are a [-careful-]{+helpful+} agent`: what was recorded in brackets, what came in braces, a few words around each. */
export function wordDiff(recorded: string, incoming: string): string {
  const [before, after, head, tail] = withoutCommonEnds(recorded, incoming);
  const parts = diffWordsWithSpace(before, after, { timeout: 200, maxEditLength: 400 });
  if (parts === undefined) return `${head}[-${clip(before)}-]{+${clip(after)}+}${tail}`;
  return (
    head +
    parts
      .map((part, index) =>
        part.added ? `{+${clip(part.value)}+}` : part.removed ? `[-${clip(part.value)}-]` : elide(part.value, index > 0, index < parts.length - 1),
      )
      .join('') +
    tail
  );
}

const contextLength = 60;

/** Cuts equal beginnings and ends off at a word's border, so that comparing huge prompts stays cheap; returns the context to show. */
function withoutCommonEnds(a: string, b: string): [before: string, after: string, head: string, tail: string] {
  let start = 0;
  while (start < a.length && start < b.length && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  while (start > 0 && !/\s/.test(a[start - 1]!)) start--;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++;
  while (end > 0 && !/\s/.test(a[a.length - end]!)) end--;
  return [
    a.slice(start, a.length - end),
    b.slice(start, b.length - end),
    elide(a.slice(0, start), false, true),
    elide(a.slice(a.length - end), true, false),
  ];
}

/** The part of an unchanged text that lies next to a change. */
function elide(text: string, changeBefore: boolean, changeAfter: boolean): string {
  const flat = text.replaceAll(/\s+/g, ' ');
  const kept = (changeBefore ? contextLength : 0) + (changeAfter ? contextLength : 0);
  if (flat.length <= kept + 5) return flat;
  return `${changeBefore ? flat.slice(0, contextLength) : ''}…${changeAfter ? flat.slice(-contextLength) : ''}`;
}

/** At most a few lines of a text, on one. */
export function clip(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ');
  return flat.length > 240 ? `${flat.slice(0, 180)}… (${flat.length} characters)` : flat;
}
