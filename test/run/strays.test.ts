// Goal: nothing that an agent started outlives the run. Method: an agent that exits 0 and leaves a child in a session of its own, where no group finds it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { loadScenarios, runCases } from '../../src/run/index.ts';
import { tempFolder } from '../support/temp-folder.ts';

it.runIf(existsSync('/proc/self/environ'))('a child that left the session of its agent is ended with the run', async () => {
  const folder = tempFolder();
  const file = join(folder, 'strays.yaml');
  writeFileSync(
    join(folder, 'agent.mjs'),
    `import { spawn } from 'node:child_process';
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
child.unref();
console.log(child.pid);`,
  );
  writeFileSync(
    file,
    `scenario: strays\nagent: { command: [${JSON.stringify(process.execPath)}, ${JSON.stringify(join(folder, 'agent.mjs'))}] }\ncases:\n  - { name: one, task: go }\n`,
  );
  const { cases } = await runCases(loadScenarios([file]), {
    mode: 'replay',
    update: false,
    seed: 1,
    dialects: allDialects,
    logFile: join(folder, 'events.ndjson'),
    upstreamTimeoutMs: 1000,
    environment: process.env,
    signal: new AbortController().signal,
    updateCommand: () => '',
  });
  expect(cases[0]?.outcome).toBe('pass');
  await expect.poll(() => stateOf(cases[0]!.answer!), { timeout: 2000 }).toMatch(/^(gone|Z)$/);
});

/** A killed process is a zombie where nobody waits for it. */
function stateOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) (\w).*$/s, '$1');
  } catch {
    return 'gone';
  }
}
