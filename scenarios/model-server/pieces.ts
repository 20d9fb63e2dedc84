import { createHash } from 'node:crypto';

/** The moment every recording is made, in Unix seconds: 2026-11-02T09:00:00Z. A clock would make each recording a different one. */
export const CREATED = 1_793_610_000;

/** An identifier that depends on the request alone, so that the same request is answered with the same bytes. */
export function identifier(prefix: string, digest: string, part: string = ''): string {
  return `${prefix}${createHash('sha256').update(`${prefix} ${digest} ${part}`).digest('hex').slice(0, 24)}`;
}

/** Text as a model streams it: a few words at a time, spaces leading. */
export function textPieces(text: string): readonly string[] {
  return text.match(/\s*\S+(?:\s+\S+)?|\s+$/gu) ?? [];
}

/** Tool arguments as a model streams them: cut anywhere, but never inside a character. */
export function argumentPieces(json: string): readonly string[] {
  const characters = Array.from(json);
  return Array.from({ length: Math.ceil(characters.length / 7) }, (_, index) => characters.slice(index * 7, index * 7 + 7).join(''));
}

/** About four characters a token: near enough for a bill nobody pays, and it grows with the request as a bill must. */
export function tokens(text: string): number {
  return Math.ceil(text.length / 4);
}

export function serverSentEvent(data: unknown, event?: string): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return event === undefined ? `data: ${text}\n\n` : `event: ${event}\ndata: ${text}\n\n`;
}
