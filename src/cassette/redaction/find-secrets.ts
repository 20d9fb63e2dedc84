import type { Detector, Span } from './detector.ts';
import { findPlaceholders } from './placeholder.ts';
import type { View } from './view.ts';

/** A secret, where it is written, and as its reader sees it. */
export interface Secret extends Span {
  readonly detector: Detector;
  readonly value: string;
}

/**
 * The secrets in the views of one written text, the least decoded view first. Where two views show the same place, the deeper one is right about the
 * value: of `\njane@example.com` in JSON the first letter is no part of the address.
 */
export function findSecrets(written: string, views: readonly View[], detectors: readonly Detector[]): Secret[] {
  let found: Secret[] = [];
  for (let depth = views.length - 1; depth >= 0; depth--) {
    const view = views[depth]!;
    const seen = outermost(findInView(view, detectors), view.text).map((secret) => ({ ...secret, ...view.written(secret) }));
    const here = outsideEscapes(seen, views.slice(depth + 1), written);
    found = found.length === 0 ? here : merge(found, here, written);
  }
  return found;
}

function findInView({ text }: View, detectors: readonly Detector[]): Secret[] {
  const secrets: Secret[] = [];
  let placeholders: Span[] | undefined;
  for (const detector of detectors) {
    if (!detector.hint.test(text)) continue;
    placeholders ??= findPlaceholders(text);
    let from = 0;
    for (const barrier of [...placeholders, { start: text.length, end: text.length }]) {
      const part = from === 0 && barrier.start === text.length ? text : text.slice(from, barrier.start);
      for (const { start, end } of detector.find(part)) {
        secrets.push({ detector, start: from + start, end: from + end, value: part.slice(start, end) });
      }
      from = barrier.end;
    }
  }
  return secrets;
}

/** What begins inside an escape of a deeper view (the `n` of `\njane@example.com`) begins behind it, or is nothing at all. */
function outsideEscapes(secrets: Secret[], deeper: readonly View[], written: string): Secret[] {
  if (deeper.length === 0) return secrets;
  return secrets.flatMap((secret) => {
    const { start, end } = deeper.reduce((span, view) => view.wholeEscapes(span), { start: secret.start, end: secret.end });
    if (start >= end) return [];
    return start === secret.start && end === secret.end ? [secret] : [{ ...secret, start, end, value: written.slice(start, end) }];
  });
}

/** Overlapping finds become one, named by the longest of them; of equals the first detector's. */
function outermost(secrets: Secret[], text: string): Secret[] {
  if (secrets.length < 2) return secrets;
  const sorted = secrets.map((secret, order) => ({ secret, order }));
  sorted.sort((a, b) => a.secret.start - b.secret.start || b.secret.end - a.secret.end || a.order - b.order);
  const kept: Secret[] = [];
  for (const { secret } of sorted) {
    const last = kept.at(-1);
    if (last === undefined || secret.start >= last.end) kept.push(secret);
    else if (secret.end > last.end) kept[kept.length - 1] = union(last, secret, text);
  }
  return kept;
}

function union(first: Secret, second: Secret, text: string): Secret {
  const longest = second.end - second.start > first.end - first.start ? second : first;
  return { detector: longest.detector, start: first.start, end: second.end, value: text.slice(first.start, second.end) };
}

/** Keeps the deeper finds, adds the shallower ones beside them, and lets a deeper one grow where a shallower one reaches further. */
function merge(deeper: readonly Secret[], shallower: readonly Secret[], written: string): Secret[] {
  const all = [...deeper.map((secret) => ({ secret, isDeeper: true })), ...shallower.map((secret) => ({ secret, isDeeper: false }))];
  all.sort((a, b) => a.secret.start - b.secret.start || b.secret.end - a.secret.end || Number(b.isDeeper) - Number(a.isDeeper));
  const kept: { secret: Secret; isDeeper: boolean }[] = [];
  for (const next of all) {
    const last = kept.at(-1);
    if (last === undefined || next.secret.start >= last.secret.end) kept.push(next);
    else if (next.secret.end > last.secret.end) kept[kept.length - 1] = { secret: union(last.secret, next.secret, written), isDeeper: false };
  }
  return kept.map(({ secret }) => secret);
}
