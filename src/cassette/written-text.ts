import { hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { CassetteFiles } from './files.ts';

/** Digest of the readable file as it was written, letter by letter; stands in the wire of a long cassette. */
export function textDigest(text: string): string {
  return hash('sha256', text, 'hex');
}

/** The first line of a wire that has such a digest. */
const firstLine = /^\{"rehearsal":"wire\/1","readable":"[0-9a-f]{64}","text":"(?<text>[0-9a-f]{64})"\}\r?\n/;
const firstLineBytesMax = 256;

/**
 * The head of a readable file in which no letter was changed since it was written together with its wire, as a document without exchanges; undefined where
 * anything was changed, or where that cannot be told. What was not changed need not be compared, and ten thousand exchanges are not parsed to find that out.
 */
export function headAsWritten(files: CassetteFiles, text: string): string | undefined {
  const end = text.indexOf('\nexchanges:\n');
  if (end === -1 || firstLine.exec(beginningOf(files.wire))?.groups?.['text'] !== textDigest(text)) return undefined;
  return `${text.slice(0, end)}\nexchanges: []\n`;
}

function beginningOf(path: string): string {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch {
    return '';
  }
  try {
    const bytes = Buffer.alloc(firstLineBytesMax);
    return bytes.toString('latin1', 0, readSync(descriptor, bytes, 0, bytes.length, 0));
  } catch {
    return '';
  } finally {
    closeSync(descriptor);
  }
}
