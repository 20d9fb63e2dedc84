import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { cassetteFiles, type CassetteFiles } from '../../src/cassette/files.ts';
import { readCassette } from '../../src/cassette/read-cassette.ts';
import { acceptEdit } from '../../src/cassette/repair.ts';
import { wireDigest } from '../../src/cassette/save.ts';
import { headAsWritten } from '../../src/cassette/written-text.ts';
import { conversation, recordTo } from '../support/exchanges.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: a long cassette in which no letter was changed is opened without parsing its readable part, and says what it would say if it were; a change of one
// letter is seen as it always was. Method: sixty recordings, changed as a person, a checkout or a merge would.

function recorded(exchanges = 60): CassetteFiles {
  const files = cassetteFiles(join(tempFolder(), 'long.yaml'));
  // What an exchange says may look like the member that ends the head.
  recordTo(files.readable, conversation(exchanges), 'create', 'a\n\nexchanges:\n  - id: 1\nlast');
  return files;
}

const isShort = (files: CassetteFiles): boolean => headAsWritten(files, readFileSync(files.readable, 'utf8')) !== undefined;

function change(path: string, edit: (text: string) => string): void {
  const before = readFileSync(path, 'utf8');
  writeFileSync(path, edit(before));
  expect(readFileSync(path, 'utf8')).not.toBe(before);
}

/** The wire as a version of Rehearsal wrote it that knew of no such digest. */
function withoutTextDigest(files: CassetteFiles): void {
  change(files.wire, (text) => {
    const [first, ...rest] = text.split('\n').slice(0, -2);
    const lines = [first!.replace(/,"text":"\w+"/, ''), ...rest];
    return `${lines.join('\n')}\n${JSON.stringify({ digest: wireDigest(lines) })}\n`;
  });
}

test('the short way reads what the long way reads', () => {
  const files = recorded();
  expect(isShort(files)).toBe(true);
  const short = readCassette(files, allDialects);
  withoutTextDigest(files);
  expect(isShort(files)).toBe(false);
  const long = readCassette(files, allDialects);
  expect(short.header).toEqual(long.header);
  expect(short.header.answer).toContain('exchanges:');
  expect(short.exchanges).toEqual(long.exchanges);
  expect(short.exchanges).toHaveLength(60);
  expect(short.byHand).toEqual([]);
});

test.each<[string, (text: string) => string, string | undefined]>([
  ['a word of an answer', (text) => text.replace(/answer 2\b/, 'answer two'), 'CASSETTE_EDITED'],
  ['the last letter', (text) => `${text}#`, undefined],
  ['a comment', (text) => text.replace('\nexchanges:\n', '\nexchanges: # sixty\n'), undefined],
  ['line ends', (text) => text.replaceAll('\n', '\r\n'), undefined],
  ['its syntax', (text) => text.replace('\nexchanges:\n', '\nexchanges: [\n'), 'CASSETTE_CORRUPT'],
])('a change of %s takes the long way', (_name, edit, code) => {
  const files = recorded();
  change(files.readable, edit);
  expect(isShort(files)).toBe(false);
  if (code === undefined) expect(readCassette(files, allDialects).exchanges).toHaveLength(60);
  else expect(() => readCassette(files, allDialects)).toThrow(expect.objectContaining({ code }) as Error);
});

test('a wire that was changed is refused on the short way too', () => {
  const files = recorded();
  change(files.wire, (text) => text.replace(/answer 2\b/, 'answer two'));
  expect(isShort(files)).toBe(true);
  expect(() => readCassette(files, allDialects)).toThrow(expect.objectContaining({ code: 'CASSETTE_EDITED' }) as Error);
});

test('an accepted edit goes the short way again', () => {
  const files = recorded();
  change(files.readable, (text) => text.replace(/answer 2\b/, 'answer two'));
  acceptEdit(files.readable, allDialects);
  expect(isShort(files)).toBe(true);
  expect(readCassette(files, allDialects).exchanges).toHaveLength(60);
});

test('a short cassette has no such digest', () => {
  expect(readFileSync(recorded(4).wire, 'utf8').split('\n')[0]).not.toContain('"text"');
});
