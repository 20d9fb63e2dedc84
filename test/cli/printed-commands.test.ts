import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mainFile, rehearsal } from '../support/command-line.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { writeTinyAgent } from '../support/tiny-agent.ts';
import { echoModel, startUpstream } from '../support/upstream.ts';

// Goal: every command that is printed can be pasted into a shell. Method: paths and tasks full of what shells read as something else; what was printed is
// handed to a real shell.

const cassette = "my cassettes/it's $HOME; `refund`.yaml";
const task = 'Refund "order" $4711 & it\'s `done`';

/** Runs a printed command by the shell, `npx rehearsal` being the one under test. */
function paste(folder: string, printed: string): { code: number | null; output: string } {
  const line = printed.replace(/^(?:npx )?rehearsal/, `'${process.execPath}' '${mainFile}'`);
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', line], { cwd: folder, encoding: 'utf8', env: { PATH: process.env['PATH'] } });
  return { code: status, output: stdout + stderr };
}

function printedIn(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1];
  expect(found, `${pattern} in ${text}`).toBeDefined();
  return found!;
}

test('replay, init and run, each from what the one before has printed; then the ways out of an edit', async () => {
  const folder = tempFolder();
  writeTinyAgent(folder);
  const upstream = await startUpstream(echoModel);
  const recorded = await rehearsal(
    ['record', '--cassette', cassette, '--upstream', `openai=${upstream.origin}/v1`, '--', process.execPath, 'agent.mjs', task],
    { folder },
  );
  expect(recorded.code, recorded.stderr).toBe(0);
  await upstream.stop();
  const replayed = paste(folder, printedIn(recorded.stdout, /next: (npx rehearsal replay .*)/));
  expect(replayed.code, replayed.output).toBe(0);
  const made = paste(folder, printedIn(replayed.output, /make it a test: (.*)/));
  expect(made.code, made.output).toBe(0);
  const run = paste(folder, printedIn(made.output, /next: (.*)/));
  expect(run.code, run.output).toBe(0);
  const path = join(folder, cassette);
  const before = readFileSync(path, 'utf8');
  for (const way of ['restore', 'accept']) {
    // The last answer; the head of the file has it too, for people.
    writeFileSync(path, before.replace(/You said(?![^]*You said)/, 'You did not say'));
    const edited = await rehearsal(['replay', '--cassette', cassette, '--', process.execPath, 'agent.mjs', task], { folder });
    expect(edited.code).toBe(3);
    const repaired = paste(folder, printedIn(edited.stdout + edited.stderr, new RegExp(`\`(rehearsal cassette ${way} .*?)\` \\(the`)));
    expect(repaired.code, repaired.output).toBe(0);
  }
  writeFileSync(join(folder, 'prompt.txt'), 'You are another agent.');
  const missed = paste(folder, printedIn(made.output, /next: (.*)/));
  expect(missed.code, missed.output).toBe(3);
  // Nobody is there to record from: the commands are understood, and that is all.
  for (const pattern of [/again: (npx rehearsal run .*)/, /(npx rehearsal record .* --update)/]) {
    const again = paste(folder, printedIn(missed.output, pattern));
    expect(again.code, again.output).toBe(3);
    expect(again.output).not.toMatch(/USAGE|SCENARIO_NOT_FOUND|not found/);
  }
});
