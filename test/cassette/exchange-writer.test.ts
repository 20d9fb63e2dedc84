import fc from 'fast-check';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { cassetteFiles } from '../../src/cassette/files.ts';
import { readCassette } from '../../src/cassette/read-cassette.ts';
import { openRecording, type Recording } from '../../src/cassette/recording.ts';
import { recoverCassette } from '../../src/cassette/repair.ts';
import type { RecordedExchange } from '../../src/domain/cassette.ts';
import { chatAnswer, chatRequest, conversation, exchange, header, says } from '../support/exchanges.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: an answer that went to the journal in parts makes the same cassette, byte for byte, as one that was kept in memory, and is as safe. Method: both
// ways side by side; journals cut off between and within the parts.

function recording(mode: 'create' | 'append' = 'create', path = join(tempFolder(), 'c.yaml')): Recording {
  return openRecording(path, { mode, header, dialects: allDialects });
}

/** Hands the answer over in pieces that have nothing to do with its chunks. */
function addInPieces(to: Recording, recorded: RecordedExchange, pieceBytes: number, finishes = true): void {
  const { response, chunkAtMs, endedAtMs, ...start } = recorded;
  const writer = to.begin({ ...start, response: { status: response.status, statusText: response.statusText } });
  const bytes = Buffer.concat(response.chunks);
  let end = 0;
  const ends = response.chunks.map(({ length }) => (end += length));
  let chunk = 0;
  for (let from = 0; from < bytes.length || chunk < ends.length; from += pieceBytes) {
    const first = chunk;
    while (chunk < ends.length && ends[chunk]! <= from + pieceBytes) chunk++;
    const chunkBytes = response.chunks.slice(first, chunk).map(({ length }) => length);
    writer.add({ bytes: bytes.subarray(from, from + pieceBytes), chunkBytes, chunkAtMs: chunkAtMs.slice(first, chunk) });
  }
  if (finishes) writer.finish({ headers: response.headers, ending: response.ending, endedAtMs });
}

function filesOf(finished: Recording): { readonly readable: string; readonly wire: string } {
  const { files } = finished.finish({ redacted: {} });
  return { readable: readFileSync(files.readable, 'utf8'), wire: readFileSync(files.wire, 'latin1') };
}

function plain(id: number, body: Uint8Array, chunkBytes: number): RecordedExchange {
  const chunks = Array.from({ length: Math.ceil(body.length / chunkBytes) }, (_, index) =>
    body.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  );
  const request = { method: 'GET', url: '/http/files/a', headers: [], body: new Uint8Array() };
  const response = { status: 200, statusText: 'OK', headers: [['content-type', 'text/plain']] as const, chunks, ending: 'complete' as const };
  return { ...exchange(id, request, response), dialect: undefined };
}

const text = Buffer.from('"Naïve" façade \\ 漢字 😀 \u0007\n'.repeat(20_000));
const binary = Buffer.from(Array.from({ length: 500_000 }, (_, index) => (index * 7919) % 256));
const chat = exchange(1, chatRequest([says('user', 'Tell me everything.')], { stream: true }), chatAnswer('a word and é '.repeat(12_000), true));

test.each([
  ['a plain text', plain(1, text, 1000)],
  ['very many small chunks', plain(1, text.subarray(0, 40_000), 1)],
  ['bytes that are no text', plain(1, binary, 30_011)],
  ['a text that ends within a character', plain(1, text.subarray(0, 600_000 - 3), 65_536)],
  ['a streamed answer of a model', chat],
])('%s is the same cassette whichever way it went', (_name, recorded) => {
  fc.assert(
    fc.property(fc.integer({ min: 20_000, max: 400_000 }), fc.constantFrom('before', 'after', 'nothing'), (pieceBytes, beside) => {
      const whole = recording();
      const parted = recording();
      const small = conversation(1)[0]!;
      if (beside === 'before') for (const to of [whole, parted]) to.add({ ...small, id: 7 });
      addInPieces(parted, recorded, pieceBytes);
      whole.add(recorded);
      if (beside === 'after') for (const to of [whole, parted]) to.add({ ...small, id: 7 });
      expect(readFileSync(parted.files.journal, 'utf8')).toContain('"part":1');
      expect(parted.addedCount).toBe(whole.addedCount);
      const made = filesOf(parted);
      const expected = filesOf(whole);
      expect(made.readable).toBe(expected.readable);
      expect(made.wire === expected.wire).toBe(true);
      expect(readCassette(parted.files, allDialects).exchanges).toHaveLength(beside === 'nothing' ? 1 : 2);
    }),
    { seed: 11, numRuns: 4 },
  );
});

test('a journal that breaks off within the parts holds the exchanges before it; one that holds the last line gives the answer whole', () => {
  const first = recording('append');
  first.add(conversation(1)[0]!);
  addInPieces(first, { ...plain(2, text, 1000), id: 2 }, 100_000);
  addInPieces(first, { ...plain(3, text, 1000), id: 3 }, 100_000, false);
  const { files } = first;
  const whole = readFileSync(files.journal, 'utf8').replace(/"process":\{"id":\d+/, '"process":{"id":4194304');
  const lines = whole.split('\n').slice(0, -1);
  const closing = lines.findIndex((line) => line.startsWith('{"exchange":2'));
  for (let count = 2; count <= lines.length; count++) {
    for (const torn of ['', (lines[count] ?? '').slice(0, 50)]) {
      writeFileSync(files.journal, `${lines.slice(0, count).join('\n')}\n${torn}`);
      const { exchanges } = readCassette(files, allDialects);
      expect(exchanges.map(({ id }) => id)).toEqual(count > closing ? [1, 2] : [1]);
      if (count > closing) expect(Buffer.concat(exchanges[1]!.response.chunks).equals(text)).toBe(true);
    }
  }
  writeFileSync(files.journal, whole);
  expect(recoverCassette(files.readable, allDialects).exchangeCount).toBe(2);
  const recovered = readCassette(cassetteFiles(files.readable), allDialects).exchanges[1]!;
  expect(recovered.response.chunks).toHaveLength(plain(2, text, 1000).response.chunks.length);
  expect(Buffer.concat(recovered.response.chunks).equals(text)).toBe(true);
});

test('an answer that was begun and never finished leaves no exchange', () => {
  const to = recording();
  addInPieces(to, plain(1, text, 1000), 100_000, false);
  to.add({ ...conversation(1)[0]!, id: 2 });
  expect(to.finish({ redacted: {} }).exchangeCount).toBe(1);
});
