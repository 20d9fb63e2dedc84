import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { cassetteFiles } from '../../src/cassette/files.ts';
import { openCassette } from '../../src/cassette/open-cassette.ts';
import { openRecording } from '../../src/cassette/recording.ts';
import { wireDigest } from '../../src/cassette/save.ts';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { failureCodes, RehearsalFailure } from '../../src/domain/failure.ts';
import { conversation, header, plainExchange, recordTo } from '../support/exchanges.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: unreadable is never empty. Whatever has become of a cassette's files, opening it ends in a failure with a code and what to do next, never in a
// cassette with fewer recordings, and no byte on the disk is touched: not by a replay, and not by a recording that is to replace or extend it.

const exchanges = [...conversation(3, { stream: true }), plainExchange(4, 'POST /http/crm/orders', '{"id":1}', 'made ä')];
let good: { readonly readable: Buffer; readonly wire: Buffer };

beforeAll(async () => {
  const { mkdtempSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-test-'));
  recordTo(join(folder, 'c.yaml'), exchanges);
  good = { readable: readFileSync(join(folder, 'c.yaml')), wire: readFileSync(join(folder, 'c.wire.ndjson')) };
  rmSync(folder, { recursive: true });
});

function put(readable: Uint8Array | string | undefined, wire: Uint8Array | string | undefined): string {
  const folder = tempFolder();
  if (readable !== undefined) writeFileSync(join(folder, 'c.yaml'), readable);
  if (wire !== undefined) writeFileSync(join(folder, 'c.wire.ndjson'), wire);
  return join(folder, 'c.yaml');
}

/** Opens for replay, for appending and for replacing; all three must fail alike and leave every byte. */
async function failureOf(path: string): Promise<RehearsalFailure> {
  const folder = join(path, '..');
  const state = (): string =>
    JSON.stringify(
      readdirSync(folder, { withFileTypes: true }).map((entry) => [
        entry.name,
        entry.isFile() ? readFileSync(join(folder, entry.name), 'hex') : 'a folder',
      ]),
    );
  const before = state();
  const failures: RehearsalFailure[] = [];
  for (const open of [
    () => openCassette(path, allDialects),
    () => Promise.resolve().then(() => openRecording(path, { mode: 'append', header, dialects: allDialects })),
    () => Promise.resolve().then(() => openRecording(path, { mode: 'replace', header, dialects: allDialects })),
  ]) {
    const failure = await open().then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure, 'it was opened').toBeInstanceOf(RehearsalFailure);
    failures.push(failure as RehearsalFailure);
    expect(state()).toBe(before);
  }
  const [failure] = failures;
  expect(failures.map(({ code }) => code)).toEqual([failure!.code, failure!.code, failure!.code]);
  expect(failureCodes[failure!.code]).toBe(3);
  expect(failure!.code).not.toBe('INTERNAL');
  expect(failure!.hint).toBeTruthy();
  expect(`${failure!.message} ${failure!.place?.file}`).toContain(path.replace(/\.yaml$/, ''));
  return failure!;
}

test('the whole files open', async () => {
  const opened = await openCassette(put(good.readable, good.wire), allDialects);
  expect(opened.entries).toHaveLength(4);
});

describe('a folder in the place of a file', () => {
  test.each(['c.yaml', 'c.wire.ndjson', 'c.journal'])('%s', async (name) => {
    const path = put(name === 'c.yaml' ? undefined : good.readable, name === 'c.wire.ndjson' ? undefined : good.wire);
    mkdirSync(join(path, '..', name));
    const failure = await failureOf(path);
    expect(failure.code).toBe('CASSETTE_CORRUPT');
    expect(failure.message).toContain(`${name} is a folder`);
    expect(failure.message).not.toContain('EISDIR');
    if (name === 'c.yaml')
      expect(() => openRecording(path, { mode: 'create', header, dialects: allDialects })).toThrow(
        expect.objectContaining({ code: 'CASSETTE_CORRUPT', message: expect.stringContaining('is a folder') as string }),
      );
  });

  test('a wire or journal that is one is refused before anything is recorded', () => {
    for (const name of ['c.wire.ndjson', 'c.journal']) {
      const path = put(undefined, undefined);
      mkdirSync(join(path, '..', name));
      expect(() => openRecording(path, { mode: 'create', header, dialects: allDialects })).toThrow(
        expect.objectContaining({ code: 'CASSETTE_CORRUPT' }),
      );
      expect(readdirSync(join(path, '..'))).toEqual([name]);
    }
  });

  test('a name that can only be a folder is refused as such', async () => {
    const folder = `${tempFolder()}/`;
    await expect(openCassette(folder, allDialects)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('names a folder') as string,
    });
    expect(() => openRecording(folder, { mode: 'create', header, dialects: allDialects })).toThrow(expect.objectContaining({ code: 'USAGE' }));
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('the readable part', () => {
  test('cut off anywhere', async () => {
    // Every position would be the same few branches many times; a step that is no divisor of anything visits all kinds of places.
    for (let length = 1; length < good.readable.length - 1; length += 41) {
      const failure = await failureOf(put(good.readable.subarray(0, length), good.wire));
      expect(['CASSETTE_CORRUPT', 'CASSETTE_EDITED', 'CASSETTE_EMPTY'], `cut at ${length}`).toContain(failure.code);
    }
  });

  test.each([
    ['empty', '', 'CASSETTE_EMPTY'],
    ['blank', ' \n\n', 'CASSETTE_EMPTY'],
    ['a comment alone', '# nothing\n', 'CASSETTE_CORRUPT'],
    ['null', 'null\n', 'CASSETTE_CORRUPT'],
    ['a list', '- 1\n', 'CASSETTE_CORRUPT'],
    ['a text', 'hello\n', 'CASSETTE_CORRUPT'],
    ['another file', 'openapi: 3.1.0\n', 'CASSETTE_CORRUPT'],
    ['no YAML', 'rehearsal: cassette/1\nexchanges: [\n', 'CASSETTE_CORRUPT'],
    ['a merge conflict', '<<<<<<< HEAD\nrehearsal: cassette/1\n=======\n>>>>>>> theirs\n', 'CASSETTE_CORRUPT'],
    ['no exchanges', 'rehearsal: cassette/1\n', 'CASSETTE_CORRUPT'],
    ['exchanges that are none', 'rehearsal: cassette/1\nexchanges: 5\n', 'CASSETTE_CORRUPT'],
    ['exchanges of nothing', 'rehearsal: cassette/1\nexchanges:\n', 'CASSETTE_CORRUPT'],
    ['a typo', 'rehearsal: cassette/1\nexchange: []\n', 'CASSETTE_CORRUPT'],
    ['a future version', 'rehearsal: cassette/2\nexchanges: []\n', 'CASSETTE_FUTURE_VERSION'],
    ['binary', '\u0000\u0001\u0002', 'CASSETTE_CORRUPT'],
    [
      'aliases without end',
      `rehearsal: cassette/1\na: &a [x,x]\n${'bcdefghijklm'.replaceAll(/./g, (c) => `${c}: &${c} [*${String.fromCharCode(c.charCodeAt(0) - 1)},*${String.fromCharCode(c.charCodeAt(0) - 1)},*${String.fromCharCode(c.charCodeAt(0) - 1)}]\n`)}exchanges: []\n`,
      'CASSETTE_CORRUPT',
    ],
  ])('that is %s', async (_, text, code) => {
    expect((await failureOf(put(text, good.wire))).code).toBe(code);
  });

  test('with a byte that is no UTF-8', async () => {
    const broken = Buffer.from(good.readable);
    broken[broken.indexOf('answer 2')] = 0xff;
    expect((await failureOf(put(broken, good.wire))).code).toBe('CASSETTE_EDITED');
  });

  test('that is a folder', async () => {
    const path = put(undefined, good.wire);
    mkdirSync(path);
    const failure = await openCassette(path, allDialects).catch((error: unknown) => error as RehearsalFailure);
    expect(failure).toBeInstanceOf(RehearsalFailure);
    expect((failure as RehearsalFailure).code).toBe('CASSETTE_CORRUPT');
  });

  test('that is not there is said so, and a wire alone is not taken for a cassette', async () => {
    for (const wire of [undefined, good.wire]) {
      const path = put(undefined, wire);
      await expect(openCassette(path, allDialects)).rejects.toMatchObject({
        code: 'CASSETTE_NOT_FOUND',
        hint: expect.stringContaining('record') as string,
      });
    }
  });

  test('a typo is shown with its line and the word that was meant', async () => {
    const path = put('rehearsal: cassette/1\nexchanges:\n  - to: POST /http/crm/x\n    anwser: { status: 200 }\n', undefined);
    await expect(openCassette(path, allDialects)).rejects.toMatchObject({
      code: 'CASSETTE_CORRUPT',
      place: { line: 4, column: 5 },
      hint: 'Did you mean `answer`?',
    });
  });
});

describe('the wire', () => {
  test('cut off anywhere', async () => {
    for (let length = 0; length < good.wire.length - 1; length += 97) {
      const failure = await failureOf(put(good.readable, good.wire.subarray(0, length)));
      expect(['CASSETTE_CORRUPT', 'CASSETTE_EDITED'], `cut at ${length}`).toContain(failure.code);
    }
    // Without its very last byte, too.
    expect((await failureOf(put(good.readable, good.wire.subarray(0, -1)))).code).toBe('CASSETTE_CORRUPT');
  });

  test('cut off behind any of its lines', async () => {
    for (let at = good.wire.indexOf('\n'); at !== -1 && at < good.wire.length - 1; at = good.wire.indexOf('\n', at + 1))
      expect((await failureOf(put(good.readable, good.wire.subarray(0, at + 1)))).code).toBe('CASSETTE_CORRUPT');
  });

  test.each([
    ['missing', undefined, 'CASSETTE_CORRUPT'],
    ['empty', '', 'CASSETTE_CORRUPT'],
    ['no JSON', 'hello\n', 'CASSETTE_CORRUPT'],
    ['nothing but a digest', '{"digest":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}\n', 'CASSETTE_CORRUPT'],
  ])('%s', async (_, wire, code) => {
    expect((await failureOf(put(good.readable, wire))).code).toBe(code);
  });

  test('of a future version', async () => {
    const body = good.wire.toString().split('\n').slice(0, -2);
    body[0] = body[0]!.replace('wire/1', 'wire/2');
    const wire = `${body.join('\n')}\n${JSON.stringify({ digest: wireDigest(body) })}\n`;
    expect((await failureOf(put(good.readable, wire))).code).toBe('CASSETTE_FUTURE_VERSION');
  });

  test('of another cassette', async () => {
    const folder = tempFolder();
    recordTo(join(folder, 'other.yaml'), conversation(4, { topic: 'other' }));
    expect((await failureOf(put(good.readable, readFileSync(join(folder, 'other.wire.ndjson'))))).code).toBe('CASSETTE_EDITED');
  });

  test('with any single byte changed', async () => {
    for (let at = 3; at < good.wire.length; at += 131) {
      const wire = Buffer.from(good.wire);
      if (wire[at] === 0x0a || wire[at] === 0x0d) continue;
      wire[at] = wire[at]! ^ 1;
      const failure = await failureOf(put(good.readable, wire));
      expect(['CASSETTE_CORRUPT', 'CASSETTE_EDITED'], `byte ${at}`).toContain(failure.code);
    }
  });
});

test('an unknown dialect is refused with the list of those that are spoken', async () => {
  const path = put(
    'rehearsal: cassette/1\nexchanges:\n  - to: POST /openai/v1/chat/completions\n    dialect: klingon\n    answer: { says: nuqneH }\n',
    undefined,
  );
  await expect(openCassette(path, allDialects)).rejects.toMatchObject({
    code: 'UNKNOWN_DIALECT',
    hint: expect.stringContaining('openai-chat') as string,
  });
});

test('an exchange that continues one which does not come before it is refused', async () => {
  const path = put(
    'rehearsal: cassette/1\nexchanges:\n  - to: POST /openai/v1/chat/completions\n    dialect: openai-chat\n    continues: 7\n    answer: { says: hi }\n',
    undefined,
  );
  await expect(openCassette(path, allDialects)).rejects.toMatchObject({
    code: 'CASSETTE_CORRUPT',
    hint: expect.stringContaining('continues') as string,
  });
});

test('a journal that something else has changed is refused, and kept', async () => {
  const path = put(good.readable, good.wire);
  const { journal } = cassetteFiles(path);
  for (const text of ['garbage\n', '{"rehearsal":"journal/2"}\n', 'null\n', '[]\n', '{"rehearsal":"journal/1"}\nhello\n']) {
    writeFileSync(journal, text);
    const failure = await openCassette(path, allDialects).catch((error: unknown) => error);
    expect(failure, text).toBeInstanceOf(RehearsalFailure);
    expect(['CASSETTE_CORRUPT', 'CASSETTE_FUTURE_VERSION'], text).toContain((failure as RehearsalFailure).code);
    expect((failure as RehearsalFailure).hint, text).toBeTruthy();
    expect(readFileSync(journal, 'utf8')).toBe(text);
  }
  truncateSync(journal);
  expect((await openCassette(path, allDialects)).entries).toHaveLength(4);
});
