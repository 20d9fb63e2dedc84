import { createHmac } from 'node:crypto';
import type { Span } from './detector.ts';

/**
 * Constant and public: placeholders must be equal in every file, run and machine, or replays would miss and diffs would be noise. The price
 * (a guessed value can be confirmed) is weighed in `docs/decisions/0003-redaction.md`.
 */
const key = 'rehearsal/redaction/1';

function digest(secret: string): Buffer {
  return createHmac('sha256', key).update(secret).digest();
}

/** Eight hexadecimal digits that stand for a secret. */
export function shortDigest(secret: string): string {
  return digest(secret).toString('hex', 0, 4);
}

/** `[redacted:bearer:1f2e3d4c]`: needs no escape in a JSON string, in a header, or in the path and query of a URL. */
export function labelled(name: string, secret: string): string {
  return `[redacted:${name}:${shortDigest(secret)}]`;
}

/** `[redacted:cookie]`, for places whose whole value is a credential and takes no part in matching. */
export function labelledWithoutDigest(name: string): string {
  return `[redacted:${name}]`;
}

/** `redacted-1f2e3d4c`: may stand before the `@` of a URL, where brackets make some parsers see an IPv6 host. */
export function bare(secret: string): string {
  return `redacted-${shortDigest(secret)}`;
}

/** An address that agents and tools still accept as one; `.invalid` is reserved and never delivered to (RFC 2606). */
export function address(secret: string): string {
  return `${bare(secret)}@redacted.invalid`;
}

const digitsPrefix = '8888';

/**
 * Sixteen digits, because the secret may be a JSON number: 8888 (no card issuer's prefix), ten digits of the digest, two check digits by which
 * it is known again. It stays below 2^53, so that an agent which parses and echoes it gives back the same digits.
 */
export function digits(secret: string): string {
  for (let attempt = 0; ; attempt++) {
    const bytes = digest(attempt === 0 ? secret : `${attempt}:${secret}`);
    const middle = (bytes.readBigUInt64BE(0) % 10_000_000_000n).toString().padStart(10, '0');
    const found = digitsPrefix + middle + checkDigits(digitsPrefix + middle);
    if (!passesLuhn(found)) return found;
  }
}

function checkDigits(text: string): string {
  return String(98 - (Number(text) % 97)).padStart(2, '0');
}

/** The checksum of payment card numbers (ISO/IEC 7812-1, annex B). */
export function passesLuhn(cardDigits: string): boolean {
  let sum = 0;
  for (let index = 0; index < cardDigits.length; index++) {
    const digit = cardDigits.charCodeAt(cardDigits.length - 1 - index) - 48;
    const weighted = index % 2 === 0 ? digit : digit * 2;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}

const labels = /\[redacted:[A-Za-z0-9-]+(?::[0-9a-f]{8})?\]|redacted-[0-9a-f]{8}(?:@redacted\.invalid)?/g;

/** Where a text already holds placeholders: detectors must not look into them, or scrubbing twice would differ from scrubbing once. */
export function findPlaceholders(text: string): Span[] {
  const spans = text.includes('redacted')
    ? Array.from(text.matchAll(labels), ({ 0: found, index }) => ({ start: index, end: index + found.length }))
    : [];
  const numbers = findDigits(text);
  if (numbers.length === 0) return spans;
  const all = [...spans, ...numbers].sort((a, b) => a.start - b.start);
  return all.filter(({ start }, index) => index === 0 || start >= all[index - 1]!.end);
}

/** The check digits decide, not what stands around: in `%408888…` an escape comes before. */
function findDigits(text: string): Span[] {
  const spans: Span[] = [];
  for (let start = text.indexOf(digitsPrefix); start !== -1;) {
    const found = text.slice(start, start + 16);
    const isPlaceholder = /^\d{16}$/.test(found) && checkDigits(found.slice(0, 14)) === found.slice(14);
    if (isPlaceholder) spans.push({ start, end: start + 16 });
    start = text.indexOf(digitsPrefix, start + (isPlaceholder ? 16 : 1));
  }
  return spans;
}
