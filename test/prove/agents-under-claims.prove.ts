/**
 * Goal: agents that know nothing of Rehearsal can be proved and refuted: at least twenty claims are exercised on each, and what they lack is written down.
 * Method: the four agents of SDKs run with their tools behind the gateway; the page in the docs must be what the run says.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { agentPage } from '../../scripts/claim-tables.ts';
import { loadScenarios, run } from '../../src/index.ts';
import { agentFiles } from '../support/bundled-specimens.ts';

/** What is asked without a world as well does not count. */
const own = ['replays-its-recording', 'gives-an-answer', 'answer-is-as-expected', 'tools-are-as-expected'];

test('four agents of SDKs run under the same claims', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-agents-'));
  try {
    const { cases, claims } = await run(loadScenarios(agentFiles), { reports: folder });
    expect(
      cases.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'expected-failure').map(({ id, sentence }) => `${id}: ${sentence}`),
    ).toEqual([]);
    for (const file of agentFiles) {
      const verdicts = cases.filter(({ id }) => id.startsWith(`${file}#`)).flatMap((one) => one.verdicts);
      const exercised = new Set(verdicts.filter(({ outcome }) => outcome === 'pass' || outcome === 'fail').map(({ claim }) => claim));
      expect([...exercised].filter((claim) => !own.includes(claim)).length, file).toBeGreaterThanOrEqual(20);
    }
    const path = 'docs/checks/AGENTS.md';
    expect(readFileSync(path, 'utf8'), 'write it anew: node scripts/write-claim-tables.ts agents').toBe(
      await format(agentPage(cases, claims), { ...(await resolveConfig(path)), parser: 'markdown' }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
