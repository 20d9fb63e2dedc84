import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../src/cassette/redaction/index.ts';
import { redactPrinted } from '../../src/run/drivers/redact-printed.ts';
import type { Report } from '../../src/domain/report.ts';
import { rehearsal } from '../support/command-line.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: what an agent prints stands in the log of its own episode, and no piece of a secret in any. Method: function agents that share a worker and print a key
// in pieces; afterwards every file that was written is searched for pieces of it.

const secret = 'sk-proj-Zx81hK20qLmN73vBc5TyU9pQwErT6aSdF4gHj';

function leaks(text: string): readonly string[] {
  const pieces = Array.from({ length: secret.length - 13 }, (_, start) => secret.slice(start + 8, start + 14));
  return pieces.filter((piece) => text.includes(piece));
}

const ways: readonly (readonly [string, string])[] = [
  ['one call', 'console.log(task, secret)'],
  ['two writes', 'process.stdout.write(task + " " + a); process.stdout.write(b + "\\n")'],
  ['many writes', 'process.stdout.write(task + " "); for (const c of secret) process.stdout.write(c)'],
  ['writes of bytes', 'process.stdout.write(task + " "); process.stdout.write(Buffer.from(a)); process.stdout.write(new Uint8Array(Buffer.from(b)))'],
  ['two calls of console.log', 'console.log(task + " " + a); console.log(b)'],
  ['two calls of console.error', 'console.error(task + " " + a); console.error(b + " and more")'],
  ['a wait between', 'process.stdout.write(task + " " + a); await new Promise((r) => setTimeout(r, 5)); process.stdout.write(b)'],
  ['a throw right after', 'process.stdout.write(task + " " + a); process.stdout.write(b); throw new Error("failed with " + secret)'],
];

test.each(ways)('%s: each of many episodes has its own words, without the secret', { timeout: 30_000 }, async (_way, printing) => {
  const folder = tempFolder();
  const halves = `const secret = ${JSON.stringify(secret)}; const a = secret.slice(0, 26), b = secret.slice(26);`;
  writeFileSync(join(folder, 'agent.mjs'), `${halves}\nexport default async (task) => { ${printing}; return 'done'; };`);
  const names = Array.from({ length: 12 }, (_, index) => `case-${index}-`);
  writeFileSync(
    join(folder, 's.yaml'),
    `scenario: s\nagent: { module: agent.mjs }\ncases:\n${names.map((name) => `  - { name: ${name}, task: ${name} }\n`).join('')}`,
  );
  const { stdout } = await rehearsal(['run', 's.yaml', '--json', '--concurrency', '2'], { folder });
  const report = JSON.parse(stdout) as Report;
  for (const one of report.cases) {
    const printed = one.timeline.filter(({ kind }) => kind === 'agent-output').map(({ text }) => text);
    expect(printed, one.name).toHaveLength(1);
    expect(printed[0]).toContain(`${one.name} [redacted:provider-key:`);
  }
  const written = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name !== 'agent.mjs');
  expect(written.length).toBeGreaterThan(2);
  for (const { parentPath, name } of written) expect(leaks(readFileSync(join(parentPath, name), 'utf8')), name).toEqual([]);
  expect(leaks(stdout)).toEqual([]);
});

describe('a secret that is torn by line feeds', () => {
  const redact = (text: string): string => redactPrinted(text, (whole) => createRedactor().text(whole));

  test('goes with them, wherever it is torn', () => {
    const whole = createRedactor().text(secret);
    for (let cut = 1; cut < secret.length; cut++) {
      for (const feed of ['\n', '\r\n']) {
        const text = `first line${feed}the key: ${secret.slice(0, cut)}${feed}${secret.slice(cut)} is it${feed}last line, jane@example.com${feed}`;
        const redacted = redact(text);
        expect(leaks(redacted), redacted).toEqual([]);
        expect(redacted).toBe(`first line${feed}the key: ${whole} is it${feed}last line, ${createRedactor().text('jane@example.com')}${feed}`);
      }
    }
  });

  test('lines that hold whole secrets keep their ends', () => {
    const text = 'jane@example.com\nbob@example.com\n4111 1111 1111 1111\n[redacted:jwt:0a1b2c3d]\nOrder 4711\nhello\n';
    expect(redact(text)).toBe(createRedactor().text(text));
    expect(redact('nothing\nat all\n')).toBe('nothing\nat all\n');
  });

  test('two of them, and one that is whole', () => {
    const text = `${secret.slice(0, 20)}\n${secret.slice(20)} ${secret}, ${secret.slice(0, 30)}\n${secret.slice(30)}.\nend`;
    const whole = createRedactor().text(secret);
    expect(redact(text)).toBe(`${whole} ${whole}, ${whole}.\nend`);
  });
});
