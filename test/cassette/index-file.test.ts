import { existsSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { cassetteFiles } from '../../src/cassette/files.ts';
import { openCassette } from '../../src/cassette/open-cassette.ts';
import { acceptEdit } from '../../src/cassette/repair.ts';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { openaiChat } from '../../src/dialect/openai-chat.ts';
import { exactMatching } from '../../src/domain/cassette.ts';
import { conversation, recordTo } from '../support/exchanges.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: the index only saves time. It answers as the cassette itself would, never outlives a change of the files or of what is declared volatile, and a
// damaged one is as good as none. Method: sixty recordings (an index is written from fifty on), opened twice; the index is told apart from the
// cassette by forging it.

const home = process.cwd();
let folder: string;
let path: string;

beforeEach(() => {
  folder = tempFolder();
  process.chdir(folder);
  path = 'c.yaml';
  recordTo(path, conversation(60));
});
afterAll(() => process.chdir(home));

function indexes(): readonly string[] {
  const at = resolve('.rehearsal/index');
  return existsSync(at)
    ? readdirSync(at)
        .map((name) => join(at, name))
        .filter((name) => name.endsWith('.json'))
    : [];
}

/** The file of answers that belongs to the index. */
function answersFile(): string {
  return indexes()[0]!.replace(/\.json$/, '.answers');
}

/** Makes the index say something that the cassette does not: whoever reads it is found out. */
function forge(): void {
  const [index] = indexes();
  const parsed = JSON.parse(readFileSync(index!, 'utf8')) as { rows: unknown[] };
  writeFileSync(index!, JSON.stringify({ ...parsed, rows: parsed.rows.slice(0, 1) }));
}

async function count(matching = exactMatching): Promise<number> {
  const opened = await openCassette(path, allDialects, matching);
  opened.close();
  return opened.entries.length;
}

test('the second opening reads the index, and gives the same recordings', async () => {
  const first = await openCassette(path, allDialects);
  expect(indexes()).toHaveLength(1);
  const second = await openCassette(path, allDialects);
  expect(second.entries.map(({ id, key, dialect, branch }) => [id, key, dialect, branch])).toEqual(
    first.entries.map(({ id, key, dialect, branch }) => [id, key, dialect, branch]),
  );
  for (const index of [0, 17, 59]) {
    expect(Buffer.from(second.entries[index]!.request().body)).toEqual(Buffer.from(first.entries[index]!.request().body));
    expect(second.entries[index]!.request().headers).toEqual(first.entries[index]!.request().headers);
    const [left, right] = [first.entries[index]!.answer(), second.entries[index]!.answer()];
    expect(right.response.chunks.map(String)).toEqual(left.response.chunks.map(String));
    const { chunks: _sameChunks, ...rest } = left.response;
    expect(right).toMatchObject({ response: rest, chunkAtMs: left.chunkAtMs, endedAtMs: left.endedAtMs });
    const { blocks, finish, usage, complete } = openaiChat.readResponse(right.response);
    expect(right.meaning).toEqual({ blocks, finish, usage, complete });
    expect(left.meaning).toEqual(right.meaning);
  }
  second.close();
  forge();
  expect(await count()).toBe(1); // It is the index that answers here: the tests below would prove nothing otherwise.
});

test('without the file of answers, or where it was replaced since, the wire answers', async () => {
  const told = async (change: () => void): Promise<string> => {
    await count();
    const opened = await openCassette(path, allDialects);
    change();
    const texts = opened.entries.map((entry) => entry.answer().response.chunks.map(String).join(''));
    opened.close();
    return texts.join('\n');
  };
  const whole = await told(() => undefined);
  const bytes = readFileSync(answersFile());
  expect(await told(() => rmSync(answersFile()))).toBe(whole);
  expect(await told(() => writeFileSync(answersFile(), bytes.subarray(0, 99)))).toBe(whole);
  expect(await told(() => writeFileSync(answersFile(), String(bytes).replaceAll('answer', 'ANSWER')))).toBe(whole);
  expect(whole).not.toContain('ANSWER');
});

test('a small cassette gets none', async () => {
  path = 'small.yaml';
  recordTo(path, conversation(3));
  expect(await count()).toBe(3);
  expect(indexes()).toEqual([]);
});

describe('the index is not used', () => {
  beforeEach(async () => {
    await count();
    forge();
  });

  test('after a change of the readable part, also one of the same length and time', async () => {
    const { readable } = cassetteFiles(path);
    const text = readFileSync(readable, 'utf8');
    writeFileSync(readable, text.replace('answer 7 ', 'answer 8 '));
    utimesSync(readable, 1, 1);
    await expect(openCassette(path, allDialects)).rejects.toMatchObject({ code: 'CASSETTE_EDITED' });
    writeFileSync(readable, text);
    expect(await count()).toBe(60);
  });

  test('after a change of the wire', async () => {
    const { wire } = cassetteFiles(path);
    const bytes = readFileSync(wire);
    bytes[bytes.indexOf('answer 7 ')]! ^= 1;
    writeFileSync(wire, bytes);
    await expect(openCassette(path, allDialects)).rejects.toMatchObject({ code: 'CASSETTE_EDITED' });
  });

  test('after a re-recording, a repair, or another file in its place', async () => {
    recordTo(path, conversation(60, { topic: 'other' }), 'replace');
    expect(await count()).toBe(60);
    forge();
    acceptEdit(path, allDialects);
    expect(await count()).toBe(60);
    forge();
    recordTo('d.yaml', conversation(55));
    for (const part of ['readable', 'wire'] as const) renameSync(cassetteFiles('d.yaml')[part], cassetteFiles(path)[part]);
    expect(await count()).toBe(55);
  });

  test('with another declaration of what is volatile', async () => {
    expect(await count({ ...exactMatching, volatileFields: ['temperature'] })).toBe(60);
  });

  test('while a journal lies beside it', async () => {
    writeFileSync(cassetteFiles(path).journal, '');
    expect(await count()).toBe(60);
  });

  test.each(['', '{', 'null', '[]', '"x"', '{"signature":1}'])('where it holds %j', async (text) => {
    writeFileSync(indexes()[0]!, text);
    expect(await count()).toBe(60);
  });

  test('where it is cut off', async () => {
    const bytes = readFileSync(indexes()[0]!);
    for (let length = 0; length < bytes.length; length += Math.ceil(bytes.length / 9)) {
      writeFileSync(indexes()[0]!, bytes.subarray(0, length));
      expect(await count()).toBe(60);
    }
  });

  test('where the file of answers is gone, or another one', async () => {
    rmSync(answersFile());
    expect(await count()).toBe(60);
    forge();
    const bytes = readFileSync(answersFile());
    bytes[bytes.indexOf('answer 7 ')]! ^= 1;
    writeFileSync(answersFile(), bytes);
    expect(await count()).toBe(60);
  });

  test('where it is gone, or cannot be written', async () => {
    rmSync('.rehearsal', { recursive: true });
    writeFileSync('.rehearsal', 'a file is in the way');
    expect(await count()).toBe(60);
    expect(readFileSync('.rehearsal', 'utf8')).toBe('a file is in the way');
  });
});
