/** A piece of a text, `end` not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * One kind of secret: how it looks in a text and what stands in its place on disk.
 *
 * Laws (`test/laws/detector.laws.ts`): `find` is linear in the text; it never finds its own placeholder; the same secret has the same
 * placeholder in every file and run, another secret has another one.
 */
export interface Detector {
  /** Lower-case words joined by dashes; it appears in placeholders, reports and `disabled` lists. */
  readonly name: string;
  /**
   * A cheap necessary condition: where it does not match, `find` finds nothing. It is a source fragment without flags and without groups that
   * are referred to, because all hints are joined into one expression. Spellings with `\u00xx` escapes are covered by the redactor for all.
   */
  readonly hint: RegExp;
  find(text: string): readonly Span[];
  /**
   * Where a secret of any length may have begun that the end of the text cut off, before `find` can know it. Absent where a secret is known after
   * a few hundred characters.
   */
  open?(text: string): number | undefined;
  placeholder(secret: string): string;
}

/**
 * All matches of an expression with the flags `g` or `gd`; with `d`, the span of the first group. `accept` judges what an expression cannot.
 * Empty matches are skipped.
 */
export function findAll(expression: RegExp, text: string, accept: (found: string) => boolean = () => true): Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(expression)) {
    const [start, end] = match.indices?.[1] ?? [match.index, match.index + match[0].length];
    if (end > start && accept(text.slice(start, end))) spans.push({ start, end });
  }
  return spans;
}

/** Words rarely hold a digit, credentials nearly always do: the difference between `Bearer authentication` and a token. */
export function hasDigit(text: string): boolean {
  return /\d/.test(text);
}
