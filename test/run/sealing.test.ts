import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { CaseReport, Report } from '../../src/domain/report.ts';
import { rehearsal } from '../support/command-line.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: a function agent reaches no other machine by UDP, and where it starts programs or threads, which nothing here reaches, the report does not call it
// sealed. Method: agents that do each of these; what they got, the events and the notes are looked at. 192.0.2.1 is a documentation address: nobody is there.

async function run(text: string): Promise<CaseReport> {
  const folder = tempFolder();
  writeFileSync(join(folder, 'other.mjs'), 'process.exitCode = 0;');
  writeFileSync(join(folder, 'agent.mjs'), text);
  writeFileSync(join(folder, 's.yaml'), 'scenario: s\nagent: { module: agent.mjs }\ncases:\n  - { name: a, task: x }\n');
  const { stdout } = await rehearsal(['run', 's.yaml', '--json'], { folder });
  return (JSON.parse(stdout) as Report).cases[0]!;
}

function told(report: CaseReport, kind: string): readonly string[] {
  return report.timeline.filter((row) => row.kind === kind).map(({ text }) => text.split(' (UDP)')[0]!);
}

const sends = (call: string): string => `import { createSocket } from 'node:dgram';
export default () => new Promise((resolve) => {
  const socket = createSocket('udp4');
  const done = (error) => { resolve(error?.code ?? 'sent'); socket.close(); };
  socket.on('error', done);
  ${call};
});`;

describe('datagrams', () => {
  test.each([
    ['send with a port and an address', 'socket.send("x", 53, "192.0.2.1", done)', '192.0.2.1:53'],
    ['send with a part of a buffer', 'socket.send(Buffer.from("xyz"), 1, 1, 53, "192.0.2.1", done)', '192.0.2.1:53'],
    ['send to a name', 'socket.send("x", 53, "example.com", done)', 'example.com:53'],
    ['send without a callback', 'socket.send("x", 53, "192.0.2.1")', '192.0.2.1:53'],
    ['connect', 'socket.connect(53, "192.0.2.1", done)', '192.0.2.1:53'],
    ['connect without a callback', 'socket.connect(53, "192.0.2.1")', '192.0.2.1:53'],
  ])('%s: to another machine is denied, and told', async (_how, call, target) => {
    const report = await run(sends(call));
    expect(report.answer).toBe('EGRESS_DENIED');
    expect(told(report, 'egress-denied')).toEqual([target]);
    expect(report.notes.join('\n')).toContain(`denied: ${target} (UDP)`);
  });

  test('to this machine pass, by address, by default, and connected', async () => {
    const server = createSocket('udp4').bind(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address();
    const received: string[] = [];
    server.on('message', (message) => void received.push(message.toString()));
    for (const call of [
      `socket.send("one", ${port}, "127.0.0.1", done)`,
      `socket.send("two", ${port}, done)`,
      `socket.send(Buffer.from("three!"), 0, 5, ${port}, "localhost", done)`,
      `socket.connect(${port}, "127.0.0.1", () => socket.send("four", done))`,
    ]) {
      const report = await run(sends(call));
      expect(report.answer, call).toBe('sent');
      expect(told(report, 'egress-denied')).toEqual([]);
    }
    await expect.poll(() => received).toEqual(['one', 'two', 'three', 'four']);
  });
});

describe('programs and threads', () => {
  const imports = `import * as cp from 'node:child_process';\nimport { execSync, spawn } from 'node:child_process';\nimport { Worker } from 'node:worker_threads';\nconst node = process.execPath;\n`;
  const awaited = (call: string): string =>
    `${imports}export default () => new Promise((resolve) => { ${call}.on('exit', (code) => resolve('code ' + code)); });`;
  const direct = (call: string): string => `${imports}export default () => { ${call}; return 'code 0'; };`;

  test.each([
    ['spawn', awaited("spawn(node, ['-e', '0'])"), 'node -e 0'],
    ['exec', awaited("cp.exec('exit 0')"), 'sh -c exit 0'],
    ['execFile', awaited("cp.execFile(node, ['-e', '0'])"), 'node -e 0'],
    ['fork', awaited("cp.fork(new URL('./other.mjs', import.meta.url))"), 'other.mjs'],
    ['spawnSync', direct("cp.spawnSync(node, ['-e', '0'])"), 'node -e 0'],
    ['execSync', direct("execSync('true')"), 'true'],
    ['execFileSync', direct("cp.execFileSync(node, ['-e', '0'])"), 'node -e 0'],
    [
      'a required module',
      `${imports}import { createRequire } from 'node:module';\nexport default () => { createRequire(import.meta.url)('child_process').execSync('true'); return 'code 0'; };`,
      'true',
    ],
    ['a worker thread', awaited("new Worker(new URL('./other.mjs', import.meta.url))"), 'a worker thread, other.mjs'],
  ])('%s: works, and the report says that what it sends was not watched', async (_how, text, program) => {
    const report = await run(text);
    expect(report.answer).toBe('code 0');
    expect(told(report, 'program-started')).toEqual([expect.stringContaining(program) as string]);
    const notes = report.notes.filter((note) => /sealed/i.test(note));
    expect(notes).toEqual([
      expect.stringMatching(/^Not sealed: the agent started .*does not pass through the gateway\. The agent itself was sealed\.$/) as string,
    ]);
    expect(notes[0]).toContain(program);
  });

  test('secrets of a command line are not told', async () => {
    const report = await run(direct("execSync('true sk-proj-Zx81hK20qLmN73vBc5TyU9pQwErT6aSdF4gHj')"));
    expect(told(report, 'program-started')[0]).toContain('true [redacted:provider-key:');
    expect(JSON.stringify(report)).not.toContain('Zx81hK');
  });

  test('an agent that starts none is called sealed', async () => {
    const report = await run("export default () => 'code 0';");
    expect(report.notes.filter((note) => /sealed/i.test(note))).toEqual([expect.stringMatching(/^Sealed: .*it started no program\.$/) as string]);
  });
});
