import { isSecretParameter } from './detectors/url-credentials.ts';
import type { Span } from './detector.ts';
import { findPlaceholders } from './placeholder.ts';

/** The values of secret parameters in a query or a form (`a=1&client_secret=…`), by the parameter's name; `from` is where its first name begins. */
export function findSecretParameters(text: string, from: number): Span[] {
  const spans: Span[] = [];
  for (let start = from; start < text.length;) {
    const ampersand = text.indexOf('&', start);
    const end = ampersand === -1 ? text.length : ampersand;
    const equals = text.indexOf('=', start);
    if (equals !== -1 && equals + 1 < end && isSecretParameter(text.slice(start, equals)) && !isPlaceholder(text.slice(equals + 1, end))) {
      spans.push({ start: equals + 1, end });
    }
    start = end + 1;
  }
  return spans;
}

function isPlaceholder(value: string): boolean {
  const [first] = findPlaceholders(value);
  return first !== undefined && first.start === 0 && first.end === value.length;
}
