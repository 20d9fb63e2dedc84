import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, type TestContext } from 'vitest';
import { cassetteFiles, type CassetteFiles } from '../../src/cassette/files.ts';
import { readCassette } from '../../src/cassette/read-cassette.ts';
import { openRecording } from '../../src/cassette/recording.ts';
import { recoverCassette } from '../../src/cassette/repair.ts';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { chatAnswer, chatRequest, conversation, exchange, header, recordTo, says } from '../support/exchanges.ts';
import { originOf, startRehearsal } from '../support/command-line.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { echoModel, startUpstream } from '../support/upstream.ts';

// Goal: a full disk costs what does not fit, and nothing else: a clear error, exit code 3, the old cassette and the journal intact, the agent answered.
// Method: a real small file system (tmpfs) that is filled. Mounting needs root; elsewhere these tests say that they did not run.

function smallDisk(context: TestContext, kilobytes: number): string {
  const folder = join(tempFolder(), 'disk');
  mkdirSync(folder);
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    const reason = `no tmpfs can be mounted here (${String(error).split('\n')[0]})`;
    if (process.env['REHEARSAL_REQUIRE_TMPFS'] === '1') throw new Error(reason, { cause: error });
    console.warn(`NOT RUN: ${context.task.name}: ${reason}`);
    context.skip(reason);
  }
  onTestFinished(() => void execFileSync('/bin/umount', ['-l', folder]));
  return folder;
}

/** Leaves `spare` bytes, in whole pages. */
function fill(folder: string, spare: number): string {
  const { bavail, bsize } = statfsSync(folder);
  const filler = join(folder, 'filler');
  writeFileSync(filler, Buffer.alloc(Math.max(0, Math.floor((bavail * bsize - spare) / bsize) * bsize)));
  return filler;
}

function contents(files: CassetteFiles): readonly string[] {
  return [files.readable, files.wire].map((path) => readFileSync(path, 'hex'));
}

function requests(files: CassetteFiles): readonly string[] {
  return readCassette(files, allDialects).exchanges.map(({ request }) => Buffer.from(request.body).toString());
}

describe('a disk that is full', () => {
  test('while recording: what fits is kept, what comes after there is room again too', (context) => {
    const folder = smallDisk(context, 256);
    const files = cassetteFiles(join(folder, 'c.yaml'));
    const recording = openRecording(files.readable, { mode: 'append', header, dialects: allDialects });
    const history = conversation(4);
    recording.add({ ...history[0]!, id: recording.nextId() });
    const filler = fill(folder, 0);
    const large = exchange(2, chatRequest([says('user', 'much '.repeat(20_000))]), chatAnswer('ok', false));
    const before = readFileSync(files.journal);
    const id = recording.nextId();
    expect(() => recording.add({ ...large, id })).toThrow(expect.objectContaining({ code: 'DISK_FULL', exitCode: 3 }));
    expect(readFileSync(files.journal)).toEqual(before);
    rmSync(filler);
    // Alike to the one that was lost, so that a difference to it would be stored.
    const alike = exchange(3, chatRequest([says('user', `${'much '.repeat(2000)}more`)]), chatAnswer('ok', false));
    recording.add({ ...alike, id: recording.nextId() });
    writeFileSync(files.journal, readFileSync(files.journal, 'utf8').replace(/"process":\{"id":\d+/, '"process":{"id":4194304'));
    expect(requests(files)).toEqual([history[0]!, alike].map(({ request }) => Buffer.from(request.body).toString()));
  });

  test('at the end: the old cassette is as it was, the journal holds the new, and recover makes it good', (context) => {
    const folder = smallDisk(context, 512);
    const files = cassetteFiles(join(folder, 'c.yaml'));
    recordTo(files.readable, conversation(3));
    const old = contents(files);
    const recording = openRecording(files.readable, { mode: 'replace', header, dialects: allDialects });
    const fresh = conversation(12, { topic: 'new' });
    for (const recorded of fresh) recording.add({ ...recorded, id: recording.nextId() });
    const filler = fill(folder, 0);
    expect(() => recording.finish({ redacted: {} })).toThrow(
      expect.objectContaining({ code: 'DISK_FULL', hint: expect.stringContaining(`cassette recover ${files.readable}`) as string }),
    );
    expect(contents(files)).toEqual(old);
    expect(existsSync(`${files.wire}.pending`) || existsSync(`${files.readable}.pending`)).toBe(false);
    expect(requests(files)).toHaveLength(3);
    rmSync(filler);
    writeFileSync(files.journal, readFileSync(files.journal, 'utf8').replace(/"process":\{"id":\d+/, '"process":{"id":4194304'));
    recoverCassette(files.readable, allDialects);
    expect(requests(files)).toEqual(fresh.map(({ request }) => Buffer.from(request.body).toString()));
  });

  test('at the end of the first recording in a folder: no empty .gitattributes is left, and there is a whole one once there is room', (context) => {
    const folder = smallDisk(context, 256);
    const files = cassetteFiles(join(folder, 'c.yaml'));
    const recording = openRecording(files.readable, { mode: 'create', header, dialects: allDialects });
    for (const recorded of conversation(3)) recording.add({ ...recorded, id: recording.nextId() });
    const filler = fill(folder, 0);
    expect(() => recording.finish({ redacted: {} })).toThrow(expect.objectContaining({ code: 'DISK_FULL' }));
    expect(readdirSync(folder).toSorted()).toEqual(['c.journal', 'filler']);
    rmSync(filler);
    writeFileSync(files.journal, readFileSync(files.journal, 'utf8').replace(/"process":\{"id":\d+/, '"process":{"id":4194304'));
    recoverCassette(files.readable, allDialects);
    expect(readFileSync(join(folder, '.gitattributes'), 'utf8')).toBe('*.wire.ndjson -text -diff linguist-generated=true\n');
    expect(requests(files)).toHaveLength(3);
  });

  test('before anything is recorded: nothing is begun', (context) => {
    const folder = smallDisk(context, 64);
    const files = cassetteFiles(join(folder, 'c.yaml'));
    fill(folder, 0);
    expect(() => openRecording(files.readable, { mode: 'create', header, dialects: allDialects })).toThrow();
    expect(existsSync(files.journal)).toBe(false);
  });

  test('under `serve record`: the agent gets its answers, DISK_FULL is said, the exit code is 3', async (context) => {
    const folder = smallDisk(context, 128);
    const files = cassetteFiles(join(folder, 'c.yaml'));
    recordTo(files.readable, conversation(2));
    const old = contents(files);
    const upstream = await startUpstream(echoModel);
    const home = tempFolder();
    const running = startRehearsal(['serve', 'record', '--cassette', files.readable, '--upstream', `openai=${upstream.origin}/v1`], { folder: home });
    const origin = await originOf(running);
    fill(folder, 8 * 1024);
    for (let index = 0; index < 6; index++) {
      const message = `${index} ${'word '.repeat(800)}`;
      const response = await fetch(`${origin}/openai/v1/chat/completions`, {
        method: 'POST',
        body: JSON.stringify({ model: 'gpt-4o', stream: index % 2 === 0, messages: [{ role: 'user', content: message }] }),
      });
      expect(response.status).toBe(200);
      expect(await response.text()).toContain(index % 2 === 0 ? '[DONE]' : 'You said');
    }
    running.child.kill('SIGINT');
    const { code, stderr, stdout } = await running.ended;
    expect(code).toBe(3);
    expect(`${stdout}${stderr}`).toContain('DISK_FULL');
    expect(contents(files)).toEqual(old);
    // The journal is whole: what fitted can be read by the next one who comes.
    const read = readCassette(files, allDialects);
    expect(read.exchanges.length).toBeGreaterThan(2);
    expect(read.exchanges.length).toBeLessThan(8);
  });
});
