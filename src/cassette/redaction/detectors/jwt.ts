import type { Detector, Span } from '../detector.ts';
import { labelled } from '../placeholder.ts';

// A fourth and fifth part make it an encrypted token (RFC 7516).
const expression = /(?<![A-Za-z0-9_-])(eyJ[A-Za-z0-9_-]{5,})\.[A-Za-z0-9_-]{2,}\.[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+){0,2}/g;

/** No server accepts a longer one in a header. */
const unfinishedMax = 65_536;

/** JSON Web Tokens: the first part must decode to JSON with an `alg`. */
export const jwt: Detector = {
  name: 'jwt',
  hint: /eyJ[A-Za-z0-9_-]/,
  find(text) {
    const spans: Span[] = [];
    expression.lastIndex = 0;
    for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
      const header = match[1]!;
      if (isHeader(header)) spans.push({ start: match.index, end: match.index + match[0].length });
      // The next part may be the header of a real token.
      else expression.lastIndex = match.index + header.length;
    }
    return spans;
  },
  // The claims may be of any length, and are told from other words by the dot behind them.
  open: (text) => {
    const found = /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*)?$/.exec(text.slice(-unfinishedMax));
    return found === null ? undefined : Math.max(0, text.length - unfinishedMax) + found.index;
  },
  placeholder: (secret) => labelled('jwt', secret),
};

function isHeader(base64: string): boolean {
  const text = Buffer.from(base64, 'base64url').toString('utf8');
  if (!text.includes('"alg"')) return false;
  try {
    const header: unknown = JSON.parse(text);
    return typeof header === 'object' && header !== null && 'alg' in header && typeof header.alg === 'string';
  } catch {
    return false;
  }
}
