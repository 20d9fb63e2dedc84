import { isUtf8 } from 'node:buffer';

/**
 * Bytes as a text from which the same bytes can be made again. A byte that is no UTF-8 becomes half of a surrogate pair (U+DC80 to U+DCFF), which valid
 * UTF-8 never holds; whether a byte is one can be told without the rest of the body.
 */
export function decodeLossless(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(buffer)) return buffer.toString('utf8');
  let text = '';
  let from = 0;
  let at = 0;
  while (at < buffer.length) {
    const length = characterLength(buffer, at);
    if (length > 0) {
      at += length;
      continue;
    }
    text += buffer.toString('utf8', from, at) + String.fromCharCode(0xdc00 + buffer[at]!);
    at++;
    from = at;
  }
  return text + buffer.toString('utf8', from);
}

const loneByte = /[\udc80-\udcff]/u;

/** The bytes of such a text. */
export function encodeLossless(text: string): Uint8Array {
  if (text.isWellFormed()) return Buffer.from(text, 'utf8');
  const parts: Uint8Array[] = [];
  for (let rest = text; rest !== '';) {
    const at = rest.search(loneByte);
    const end = at === -1 ? rest.length : at;
    parts.push(Buffer.from(rest.slice(0, end), 'utf8'));
    if (at !== -1) parts.push(Uint8Array.of(rest.charCodeAt(at) & 0xff));
    rest = rest.slice(end + 1);
  }
  return Buffer.concat(parts);
}

/** How many bytes such a text has. */
export function losslessLength(text: string): number {
  return text.isWellFormed() ? Buffer.byteLength(text, 'utf8') : encodeLossless(text).length;
}

/** How many bytes at the end begin a UTF-8 character that was cut off. */
export function tornCharacter(bytes: Uint8Array): number {
  for (let length = 1; length <= Math.min(3, bytes.length); length++) {
    const byte = bytes[bytes.length - length]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return length < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? length : 0;
  }
  return 0;
}

/** The length of the UTF-8 character that begins there; 0 where none does. */
function characterLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > bytes.length) return 0;
  return isUtf8(bytes.subarray(at, at + length)) ? length : 0;
}
