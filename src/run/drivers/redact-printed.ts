import { findPlaceholders } from '../../cassette/redaction/placeholder.ts';

/**
 * What an agent printed, redacted as a whole, before anything of it is cut off. A secret may have come in two calls of `console.log`, with a line feed between
 * its halves: it is looked for in the text without line feeds too, and goes with those inside it.
 */
export function redactPrinted(text: string, redact: (text: string) => string): string {
  return redact(text.includes('\n') ? withoutTornSecrets(text, redact) : text);
}

function withoutTornSecrets(text: string, redact: (text: string) => string): string {
  const joined = text.replaceAll(/\r?\n/g, '');
  const redacted = redact(joined);
  if (redacted === joined) return text;
  const offsetOf = offsetsIn(text);
  let result = '';
  let from = 0;
  for (const { start, end, placeholder } of replacements(joined, redacted)) {
    // An address reaches into the next line too easily to be taken for a torn one.
    if (!placeholder.startsWith('[')) continue;
    const first = offsetOf(start);
    const last = offsetOf(end - 1) + 1;
    // What is whole on one line is found there.
    if (!text.slice(first, last).includes('\n')) continue;
    result += text.slice(from, first) + placeholder;
    from = last;
  }
  return result + text.slice(from);
}

/** Where the redacted text differs from the one before: what lies between two placeholders is the same in both. */
function* replacements(before: string, redacted: string): Generator<{ start: number; end: number; placeholder: string }> {
  const placeholders = findPlaceholders(redacted);
  let position = 0;
  for (const [index, { start, end }] of placeholders.entries()) {
    const kept = redacted.slice(placeholders[index - 1]?.end ?? 0, start);
    const next = redacted.slice(end, placeholders[index + 1]?.start ?? redacted.length);
    const from = position + kept.length;
    // One that stood there already stands for itself.
    const placeholder = redacted.slice(start, end);
    const to = before.startsWith(placeholder, from)
      ? from + placeholder.length
      : index === placeholders.length - 1
        ? before.length - next.length
        : next === ''
          ? from
          : before.indexOf(next, from);
    if (to === -1) return;
    if (to > from) yield { start: from, end: to, placeholder };
    position = to;
  }
}

/** Gives the offsets in a text of characters that are counted without line feeds; asked for in rising order. */
function offsetsIn(text: string): (position: number) => number {
  let offset = -1;
  let counted = -1;
  return (position) => {
    while (counted < position && ++offset < text.length) {
      const isFeed = text[offset] === '\n' || (text[offset] === '\r' && text[offset + 1] === '\n');
      if (!isFeed) counted++;
    }
    return offset;
  };
}
