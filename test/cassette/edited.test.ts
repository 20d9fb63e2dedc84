import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cassetteFiles, type CassetteFiles } from '../../src/cassette/files.ts';
import { createJournal } from '../../src/cassette/journal.ts';
import { readCassette, type Cassette } from '../../src/cassette/read-cassette.ts';
import { openRecording } from '../../src/cassette/recording.ts';
import { acceptEdit, recoverCassette, restoreReadable } from '../../src/cassette/repair.ts';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { RehearsalFailure } from '../../src/domain/failure.ts';
import { textOf } from '../../src/domain/chat.ts';
import { openaiChat } from '../../src/dialect/openai-chat.ts';
import { conversation, header, recordTo } from '../support/exchanges.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: what is read and what is replayed are the same. A hand edit of one file alone is refused with its place and both ways out, and both ways lead
// out. Method: record, change the files as a person would, open.

function recorded(): { files: CassetteFiles; read(): Cassette } {
  const files = cassetteFiles(join(tempFolder(), 'refund.yaml'));
  recordTo(files.readable, conversation(4, { stream: true }));
  return { files, read: () => readCassette(files, allDialects) };
}

function failureOf(act: () => unknown): RehearsalFailure {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(RehearsalFailure);
    return error as RehearsalFailure;
  }
  throw new Error('nothing was thrown');
}

function change(path: string, from: string | RegExp, to: string): void {
  const text = readFileSync(path, 'utf8');
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  writeFileSync(path, changed);
}

function lineOf(path: string, text: string): number {
  return readFileSync(path, 'utf8').split('\n').indexOf(text) + 1;
}

function answerTo(cassette: Cassette, id: number): string {
  return textOf(openaiChat.readResponse(cassette.exchanges.find((exchange) => exchange.id === id)!.response).blocks);
}

describe('a hand edit of the readable part alone', () => {
  test('is refused, and names the exchange, its line and both ways out', () => {
    const { files, read } = recorded();
    change(files.readable, 'topic: answer 2', 'topic: answer two');
    const before = [files.readable, files.wire].map((path) => readFileSync(path, 'utf8'));
    const failure = failureOf(read);
    expect(failure.code).toBe('CASSETTE_EDITED');
    expect(failure.message).toContain('Exchange 2 differs');
    expect(failure.place).toMatchObject({ file: files.readable, line: lineOf(files.readable, '  - id: 2') });
    expect(failure.hint).toContain(`rehearsal cassette accept ${files.readable}`);
    expect(failure.hint).toContain(`rehearsal cassette restore ${files.readable}`);
    expect([files.readable, files.wire].map((path) => readFileSync(path, 'utf8'))).toEqual(before);
  });

  test.each([
    ['a word of a prompt', 'question 3, asked', 'question 3, told'],
    ['a parameter', 'temperature: 0', 'temperature: 1'],
    ['the URL', 'to: POST /openai/v1/chat/completions', 'to: POST /openai/v1/chat/completionz'],
    ['the finish', 'finish: stop', 'finish: length'],
    ['an exchange taken away', / {2}- id: 4[\s\S]*$/, ''],
    ['what an exchange continues', 'continues: 2', 'continues: 1'],
  ])('is noticed in %s', (_, from, to) => {
    const { files, read } = recorded();
    change(files.readable, from, to);
    expect(failureOf(read).code).toBe('CASSETTE_EDITED');
  });

  test('comments, quoting and the order of members are no edit', () => {
    const { files, read } = recorded();
    change(files.readable, 'rehearsal: cassette/1\n', '# reviewed by Ada\nrehearsal: "cassette/1"\n');
    change(
      files.readable,
      '    to: POST /openai/v1/chat/completions\n    dialect: openai-chat\n',
      '    dialect: "openai-chat"\n    to: "POST /openai/v1/chat/completions" # the same\n',
    );
    expect(read().exchanges).toHaveLength(4);
  });

  test('accept keeps the edit: that exchange says the new words, all others keep their bytes', () => {
    const { files, read } = recorded();
    const before = read();
    change(files.readable, 'says: topic: answer 4 é😀'.replace('topic: ', '"topic: '), 'says: "never');
    const accepted = acceptEdit(files.readable, allDialects);
    expect(accepted.exchangeCount).toBe(4);
    const after = read();
    expect(answerTo(after, 4)).toContain('never');
    expect(answerTo(after, 4)).not.toContain('topic: answer 4');
    for (const id of [1, 2, 3]) expect(answerTo(after, id)).toBe(answerTo(before, id));
    expect(existsSync(files.journal)).toBe(false);
  });

  test('restore keeps what was written by hand beside the recording', () => {
    const { files, read } = recorded();
    const hand = '  - by: hand\n    id: 99\n    to: GET /http/shop/orders\n    answer: { status: 200, body: none }\n';
    writeFileSync(files.readable, `${readFileSync(files.readable, 'utf8').replace('answer 1', 'another answer')}${hand}`);
    expect(failureOf(read).code).toBe('CASSETTE_EDITED');
    restoreReadable(files.readable, allDialects);
    expect(read().exchanges).toHaveLength(5);
    expect(read().byHand.map(({ to }) => to)).toEqual(['GET /http/shop/orders']);
    expect(readFileSync(files.readable, 'utf8')).not.toContain('another answer');
  });

  test('restore undoes the edit: the readable part is what it was, byte for byte', () => {
    const { files, read } = recorded();
    const [text, wire] = [readFileSync(files.readable, 'utf8'), readFileSync(files.wire, 'utf8')];
    change(files.readable, 'topic: answer 2', 'topic: answer two');
    restoreReadable(files.readable, allDialects);
    expect(readFileSync(files.readable, 'utf8')).toBe(text);
    expect(readFileSync(files.wire, 'utf8')).toBe(wire);
    expect(read().exchanges).toHaveLength(4);
  });
});

describe('a hand edit of the wire alone', () => {
  test.each([
    ['a word of an answer', 'answer 2', 'answer too'],
    ['a header', 'text/event-stream', 'text/event-strean'],
    ['a time', '"endedAtMs":9', '"endedAtMs":8'],
    ['the digest', /"digest":"./, '"digest":"x'],
  ])('of %s is refused, and names the file and both ways out', (_, from, to) => {
    const { files, read } = recorded();
    change(files.wire, from, to);
    const failure = failureOf(read);
    expect(failure.code).toBe('CASSETTE_EDITED');
    expect(failure.message).toContain(files.wire);
    expect(failure.hint).toMatch(/[Tt]wo ways out/);
    expect(failure.hint).toContain('version control');
    expect(failure.hint).toContain('`wire:`');
  });

  test('the second way out works: without the wire the readable part counts', () => {
    const { files, read } = recorded();
    change(files.wire, 'answer 2', 'answer too');
    change(files.readable, /^wire: .*\n/m, '');
    rmSync(files.wire);
    expect(answerTo(read(), 2)).toContain('answer 2');
  });

  test('line ends that a checkout changed are no edit', () => {
    const { files, read } = recorded();
    change(files.wire, /\n/g, '\r\n');
    expect(read().exchanges).toHaveLength(4);
  });
});

describe('recover', () => {
  test('makes a cassette of an interrupted recording, and the journal is gone', () => {
    const files = cassetteFiles(join(tempFolder(), 'c.yaml'));
    const exchanges = conversation(3);
    const journal = createJournal(files, 'append', header);
    for (const exchange of exchanges) journal.add(exchange);
    journal.close();
    ofDeadProcess(files);
    const repaired = recoverCassette(files.readable, allDialects);
    expect(repaired.exchangeCount).toBe(3);
    expect(existsSync(files.journal)).toBe(false);
    const read = readCassette(files, allDialects);
    expect(read.notes).toEqual([]);
    expect(read.exchanges.map(({ request }) => Buffer.from(request.body))).toEqual(exchanges.map(({ request }) => Buffer.from(request.body)));
  });

  test('keeps how many secrets were replaced, of a new recording, of a replacement, and of one that was to add to a cassette', () => {
    const [one, two] = conversation(2);
    for (const mode of ['append', 'replace'] as const) {
      const files = cassetteFiles(join(tempFolder(), 'c.yaml'));
      const journal = createJournal(files, mode, header);
      journal.add(one!, { bearer: 1 });
      journal.add(two!, { bearer: 1, 'e-mail': 2 });
      journal.close();
      ofDeadProcess(files);
      recoverCassette(files.readable, allDialects);
      expect(readCassette(files, allDialects).header.redacted).toEqual({ bearer: 1, 'e-mail': 2 });
      const more = openRecording(files.readable, { mode: 'append', header, dialects: allDialects });
      more.add({ ...conversation(1, { topic: 'more' })[0]!, id: more.nextId() }, { jwt: 3 });
      more.abandon();
      ofDeadProcess(files);
      // Or the next recording takes it up.
      const next = openRecording(files.readable, { mode: 'append', header, dialects: allDialects });
      next.add({ ...conversation(1, { topic: 'next' })[0]!, id: next.nextId() }, {});
      if (mode === 'append') {
        next.abandon();
        ofDeadProcess(files);
        recoverCassette(files.readable, allDialects);
      } else next.finish({ redacted: {} });
      expect(readCassette(files, allDialects).header.redacted).toEqual({ bearer: 1, 'e-mail': 2, jwt: 3 });
      expect(readFileSync(files.wire, 'utf8')).not.toContain('redacted');
    }
  });

  test('of a replacement puts the new recording in the place of the old', () => {
    const { files, read } = recorded();
    const journal = createJournal(files, 'replace', header);
    journal.add(conversation(1, { topic: 'new' })[0]!);
    journal.close();
    ofDeadProcess(files);
    expect(read().exchanges).toHaveLength(4);
    expect(read().notes.join()).toContain('still the old one');
    recoverCassette(files.readable, allDialects);
    expect(read().exchanges).toHaveLength(1);
    expect(answerTo(read(), 1)).toContain('new: answer 1');
  });

  test('refuses while the recording runs, and where there is none', () => {
    const files = cassetteFiles(join(tempFolder(), 'c.yaml'));
    const journal = createJournal(files, 'append', header);
    expect(failureOf(() => recoverCassette(files.readable, allDialects)).code).toBe('CASSETTE_BUSY');
    journal.close();
    const none = failureOf(() => recoverCassette(join(tempFolder(), 'none.yaml'), allDialects));
    expect(none.code).toBe('USAGE');
    expect(none.hint).toBeTruthy();
  });
});

/** Journals say which process writes them; this one's never existed. */
function ofDeadProcess(files: CassetteFiles): void {
  change(files.journal, /"process":\{"id":\d+/, '"process":{"id":4194304');
}
