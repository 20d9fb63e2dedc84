import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cassetteFiles, type CassetteFiles } from '../../src/cassette/files.ts';
import { createJournal } from '../../src/cassette/journal.ts';
import { openCassette } from '../../src/cassette/open-cassette.ts';
import { readCassette } from '../../src/cassette/read-cassette.ts';
import { openRecording } from '../../src/cassette/recording.ts';
import { recoverCassette } from '../../src/cassette/repair.ts';
import { renderCassette } from '../../src/cassette/save.ts';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import type { RecordedExchange } from '../../src/domain/cassette.ts';
import { conversation, header, recordTo } from '../support/exchanges.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: a crash loses at most the exchange in flight. Method: the states that a kill can leave behind are made byte by byte and step by step, then opened
// by a process that did not write them. (Real kills: test/prove/kill.prove.ts.)

function cassette(): CassetteFiles {
  return cassetteFiles(join(tempFolder(), 'c.yaml'));
}

/** The journal as another process would have left it. */
function ofDeadProcess(files: CassetteFiles): void {
  writeFileSync(files.journal, readFileSync(files.journal, 'utf8').replace(/"process":\{"id":\d+/, '"process":{"id":4194304'));
}

function interrupted(files: CassetteFiles, exchanges: readonly RecordedExchange[], mode: 'append' | 'replace' = 'append'): void {
  const recording = openRecording(files.readable, { mode: mode === 'append' ? 'append' : 'replace', header, dialects: allDialects });
  for (const exchange of exchanges) recording.add({ ...exchange, id: recording.nextId() });
  ofDeadProcess(files);
}

function bodies(exchanges: readonly { readonly request: { readonly body: Uint8Array } }[]): readonly string[] {
  return exchanges.map(({ request }) => Buffer.from(request.body).toString());
}

function read(files: CassetteFiles): readonly string[] {
  return bodies(readCassette(files, allDialects).exchanges);
}

test('a journal cut off at every byte holds every exchange whose line was whole, and no other', async () => {
  const files = cassette();
  const exchanges = conversation(3);
  interrupted(files, exchanges);
  const whole = readFileSync(files.journal);
  const lineEnds = [...whole.keys()].filter((at) => whole[at] === 0x0a);
  expect(lineEnds).toHaveLength(4);
  for (let length = 0; length <= whole.length; length++) {
    writeFileSync(files.journal, whole.subarray(0, length));
    const kept = lineEnds.filter((at) => at < length).length - 1;
    if (kept < 0) {
      // Not even the journal's own head was written: there is no recording, and it is not called an empty one.
      await expect(openCassette(files.readable, allDialects)).rejects.toMatchObject({ code: 'CASSETTE_NOT_FOUND' });
    } else {
      expect(read(files), `cut at ${length}`).toEqual(bodies(exchanges).slice(0, kept));
    }
    expect(readFileSync(files.journal).length).toBe(length);
  }
});

describe('after a kill', () => {
  test.each(['create', 'replace', 'append'] as const)('at any byte of the journal, a recording can begin again (%s)', (mode) => {
    const files = cassette();
    interrupted(files, conversation(2));
    const whole = readFileSync(files.journal);
    for (const length of [0, 1, 40, whole.indexOf('\n'), whole.indexOf('\n') + 1, whole.length - 1, whole.length]) {
      const again = cassette();
      writeFileSync(again.journal, whole.subarray(0, length));
      const recording = openRecording(again.readable, { mode, header, dialects: allDialects });
      recording.add({ ...conversation(1, { topic: 'after' })[0]!, id: recording.nextId() });
      recording.finish({ redacted: {} });
      expect(read(again).at(-1), `cut at ${length}`).toContain('after: question 1');
      expect(existsSync(again.journal)).toBe(false);
    }
  });

  test('what was taken up survives a second kill, and a third', () => {
    const files = cassette();
    const all = ['one', 'two', 'three'].flatMap((topic) => conversation(3, { topic }));
    interrupted(files, all.slice(0, 3));
    interrupted(files, all.slice(3, 6));
    expect(read(files)).toEqual(bodies(all.slice(0, 6)));
    interrupted(files, all.slice(6, 9));
    expect(read(files)).toEqual(bodies(all));
    recoverCassette(files.readable, allDialects);
    expect(read(files)).toEqual(bodies(all));
    expect(readdirSync(join(files.readable, '..')).filter((name) => name.includes('journal'))).toEqual([]);
  });

  test('what was appended to a cassette stands behind what was there', () => {
    const files = cassette();
    recordTo(files.readable, conversation(3));
    interrupted(files, conversation(2, { topic: 'more' }));
    expect(read(files)).toEqual(bodies([...conversation(3), ...conversation(2, { topic: 'more' })]));
    const recording = openRecording(files.readable, { mode: 'append', header, dialects: allDialects });
    recording.add({ ...conversation(1, { topic: 'last' })[0]!, id: recording.nextId() });
    expect(recording.notes.join()).toContain('2 exchanges');
    recording.finish({ redacted: {} });
    expect(read(files)).toEqual(bodies([...conversation(3), ...conversation(2, { topic: 'more' }), ...conversation(1, { topic: 'last' })]));
  });

  test('a replacement that was killed leaves the old cassette as it was, and says what happened', async () => {
    const files = cassette();
    recordTo(files.readable, conversation(3));
    const before = [files.readable, files.wire].map((path) => readFileSync(path, 'hex'));
    interrupted(files, conversation(2, { topic: 'new' }), 'replace');
    const opened = await openCassette(files.readable, allDialects);
    expect(opened.entries).toHaveLength(3);
    expect(opened.notes.join()).toContain('still the old one');
    expect([files.readable, files.wire].map((path) => readFileSync(path, 'hex'))).toEqual(before);
  });
});

test('a recording that is refused leaves the journal of an interrupted one where it is', () => {
  const files = cassette();
  recordTo(files.readable, conversation(2));
  interrupted(files, conversation(2, { topic: 'more' }));
  expect(() => openRecording(files.readable, { mode: 'create', header, dialects: allDialects })).toThrow(
    expect.objectContaining({ code: 'CASSETTE_EXISTS' }),
  );
  expect(read(files)).toHaveLength(4);
  writeFileSync(files.readable, 'rehearsal: cassette/1\n');
  const journal = readFileSync(files.journal);
  expect(() => openRecording(files.readable, { mode: 'replace', header, dialects: allDialects })).toThrow(
    expect.objectContaining({ code: 'CASSETTE_CORRUPT' }),
  );
  expect(readFileSync(files.journal)).toEqual(journal);
});

describe('a kill between the steps of a commit', () => {
  /** The states in the order in which a commit passes through them. */
  const steps = ['wire pending', 'both pending', 'mark half written', 'marked', 'wire in place', 'both in place'] as const;

  /** An old cassette of three, and its replacement of two, stopped after a step. */
  function stoppedAfter(step: (typeof steps)[number], old: boolean): CassetteFiles {
    const files = cassette();
    if (old) recordTo(files.readable, conversation(3));
    const fresh = conversation(2, { topic: 'new' });
    const journal = createJournal(files, 'replace', header);
    for (const exchange of fresh) journal.add(exchange);
    const texts = renderCassette(files, header, fresh, [], allDialects.named);
    const at = steps.indexOf(step);
    const wire = [...texts.wire].join('');
    writeFileSync(`${files.wire}.pending`, step === 'wire pending' ? wire.slice(0, 100) : wire);
    if (at >= 1) writeFileSync(`${files.readable}.pending`, texts.readable);
    if (at >= 2) journal.markCommitted();
    journal.close();
    if (step === 'mark half written') writeFileSync(files.journal, readFileSync(files.journal, 'utf8').replace('"committed":true}\n', '"commi'));
    if (at >= 4) renameSync(`${files.wire}.pending`, files.wire);
    if (at >= 5) renameSync(`${files.readable}.pending`, files.readable);
    ofDeadProcess(files);
    return files;
  }

  test.each(steps)('%s: the old or the new one is there, whole', (step) => {
    const files = stoppedAfter(step, true);
    const committed = steps.indexOf(step) >= 3;
    expect(read(files)).toEqual(bodies(committed ? conversation(2, { topic: 'new' }) : conversation(3)));
    expect(read(files)).toHaveLength(committed ? 2 : 3);
  });

  test.each(steps)('%s, of a first recording: it is there whole, or it is said to be interrupted', (step) => {
    const files = stoppedAfter(step, false);
    if (steps.indexOf(step) >= 3) expect(read(files)).toEqual(bodies(conversation(2, { topic: 'new' })));
    else
      expect(() => read(files)).toThrow(
        expect.objectContaining({ code: 'CASSETTE_NOT_FOUND', hint: expect.stringContaining('interrupted') as string }),
      );
  });

  test.each(steps)('%s: the next recording begins, and nothing is lost', (step) => {
    for (const mode of ['replace', 'append'] as const) {
      const files = stoppedAfter(step, true);
      const recording = openRecording(files.readable, { mode, header, dialects: allDialects });
      recording.add({ ...conversation(1, { topic: 'after' })[0]!, id: recording.nextId() });
      recording.finish({ redacted: {} });
      const kept = steps.indexOf(step) >= 3 ? conversation(2, { topic: 'new' }) : conversation(3);
      const after = conversation(1, { topic: 'after' });
      expect(read(files), mode).toEqual(bodies(mode === 'replace' ? after : [...kept, ...after]));
    }
  });
});

test('the mark of a commit is on the disk before the first file is put in place', () => {
  const files = cassette();
  const recording = openRecording(files.readable, { mode: 'create', header, dialects: allDialects });
  for (const exchange of conversation(2)) recording.add({ ...exchange, id: recording.nextId() });
  mkdirSync(files.wire); // In the way of the first rename: the commit stops there, as a kill would stop it.
  expect(() => recording.finish({ redacted: {} })).toThrow(expect.objectContaining({ hint: expect.stringContaining(files.journal) as string }));
  expect(readFileSync(files.journal, 'utf8').endsWith('{"committed":true}\n')).toBe(true);
  rmdirSync(files.wire);
  ofDeadProcess(files);
  expect(read(files)).toEqual(bodies(conversation(2)));
  expect(existsSync(files.journal)).toBe(false);
});

test('two recordings of one cassette at once: the second is refused, the first goes on', () => {
  const files = cassette();
  const first = openRecording(files.readable, { mode: 'create', header, dialects: allDialects });
  for (const mode of ['create', 'replace', 'append'] as const)
    expect(() => openRecording(files.readable, { mode, header, dialects: allDialects })).toThrow(expect.objectContaining({ code: 'CASSETTE_BUSY' }));
  first.add({ ...conversation(1)[0]!, id: first.nextId() });
  first.finish({ redacted: {} });
  expect(read(files)).toHaveLength(1);
});

test('an existing cassette is not touched unless that was asked for', () => {
  const files = cassette();
  recordTo(files.readable, conversation(2));
  const before = [files.readable, files.wire].map((path) => readFileSync(path, 'hex'));
  expect(() => openRecording(files.readable, { mode: 'create', header, dialects: allDialects })).toThrow(
    expect.objectContaining({ code: 'CASSETTE_EXISTS', exitCode: 2, hint: expect.stringContaining('--update') as string }),
  );
  const replacing = openRecording(files.readable, { mode: 'replace', header, dialects: allDialects });
  replacing.add({ ...conversation(1)[0]!, id: replacing.nextId() });
  replacing.abandon();
  expect([files.readable, files.wire].map((path) => readFileSync(path, 'hex'))).toEqual(before);
});

test('parallel requests are stored in the order in which they were asked, whichever ended first', () => {
  const files = cassette();
  const exchanges = conversation(3);
  const recording = openRecording(files.readable, { mode: 'create', header, dialects: allDialects });
  const ids = exchanges.map(() => recording.nextId());
  for (const index of [2, 0, 1]) recording.add({ ...exchanges[index]!, id: ids[index]! });
  ofDeadProcess(files);
  mkdirSync(join(files.readable, '..'), { recursive: true });
  expect(() => read(files)).not.toThrow();
  recording.finish({ redacted: {} });
  expect(read(files)).toEqual(bodies(exchanges));
});
