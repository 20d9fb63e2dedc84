import { type Detector, findAll } from '../detector.ts';
import { labelled } from '../placeholder.ts';

const expression = /\bbasic[ \t]{1,4}([A-Za-z0-9+/]{6,}={0,2})/dgi;

/** `Basic` and credentials: what follows must be base64 of printable text with a colon, so "basic knowledge" stays. */
export const basic: Detector = {
  name: 'basic',
  hint: /(?:[Bb]asic|BASIC)(?:[ \t]|%20|\\t){1,4}[a-z+/\\]*[A-Z0-9]/,
  find: (text) => findAll(expression, text, holdsUserAndPassword),
  placeholder: (secret) => labelled('basic', secret),
};

function holdsUserAndPassword(base64: string): boolean {
  const decoded = Buffer.from(base64, 'base64').toString('utf8');
  return /[A-Z0-9]/.test(base64) && decoded.includes(':') && !/[\p{Cc}\uFFFD]/u.test(decoded);
}
