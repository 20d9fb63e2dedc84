/** Findings of a claim, each with the events that it rests on. */
export interface Finding {
  readonly text: string;
  readonly seqs: readonly number[];
}

/** More than these are counted, not told. */
const toldMax = 5;

/** A list in words, cut where it grows long. */
export function listed(parts: readonly string[], separator = ', '): string {
  const told = parts.slice(0, toldMax).join(separator);
  return parts.length > toldMax ? `${told}${separator.trim() === 'and' ? ' and ' : `${separator}and `}${parts.length - toldMax} more` : told;
}

/** Findings as one sentence. */
export function sentenceOf(findings: readonly Finding[]): string {
  return `${capitalised(
    listed(
      findings.map(({ text }) => text),
      '; ',
    ),
  )}.`;
}

/** The events of findings, each once, in order. */
export function seqsOf(findings: readonly Finding[]): readonly number[] {
  return [...new Set(findings.flatMap(({ seqs }) => seqs))].toSorted((a, b) => a - b);
}

/** `1 call`, `2 calls`. */
export function counted(count: number, noun: string, nouns: string = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}

/** Words that begin a sentence; names of tools and states stay as they are written. */
const ordinary = /^(the|a|an|one|no|none|nothing|all|two|for|only|effects|request)\b/;

export function capitalised(text: string): string {
  return ordinary.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
