import type { Detector, Span } from '../detector.ts';
import { labelled } from '../placeholder.ts';

const begin = '-----BEGIN ';
const label = /(?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)?-----/y;
const endMark = /-----END (?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)?-----/;
const tornBody = /(?:\s*[A-Za-z0-9+/=]{16,})*(?:\s*[A-Za-z0-9+/=]+)?/y;
const lengthMax = 32_768;

/** PEM blocks of private keys, whole. A block whose end is missing (a stream that was cut) is taken as far as it looks like base64. */
export const privateKey: Detector = {
  name: 'private-key',
  hint: /-----BEGIN [A-Z]/,
  find(text) {
    const spans: Span[] = [];
    for (let start = text.indexOf(begin); start !== -1;) {
      const next = text.indexOf(begin, start + begin.length);
      label.lastIndex = start + begin.length;
      if (!label.test(text)) {
        start = next;
        continue;
      }
      // The end is looked for up to the next block only, so that many beginnings without an end cost no more than one.
      const limit = Math.min(next === -1 ? text.length : next, start + lengthMax);
      spans.push({ start, end: endOfBlock(text, label.lastIndex, limit) });
      start = next;
    }
    return spans;
  },
  // A key is the same key whatever its line ends.
  placeholder: (secret) => labelled('private-key', secret.replaceAll(/\s+/g, '')),
};

function endOfBlock(text: string, bodyStart: number, limit: number): number {
  const end = endMark.exec(text.slice(bodyStart, limit));
  if (end !== null) return bodyStart + end.index + end[0].length;
  tornBody.lastIndex = bodyStart;
  tornBody.test(text);
  return Math.max(bodyStart, tornBody.lastIndex);
}
