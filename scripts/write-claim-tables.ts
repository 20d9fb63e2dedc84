// Runs the bundled specimens and the agents of SDKs, and writes what every claim says of them (docs/checks/MATRIX.md, docs/checks/AGENTS.md).
// `specimens` or `agents` writes one of the two; `--check` only compares.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { loadScenarios, run, type Report } from '../src/index.ts';
import { agentFiles, specimenFiles } from '../test/support/bundled-specimens.ts';
import { agentPage, specimenPage } from './claim-tables.ts';

const pages = {
  specimens: { path: 'docs/checks/MATRIX.md', files: specimenFiles, page: specimenPage },
  agents: { path: 'docs/checks/AGENTS.md', files: agentFiles, page: agentPage },
} as const;

const wanted = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'rehearsal-claims-'));
try {
  for (const [name, { path, files, page }] of Object.entries(pages)) {
    if (wanted.some((word) => word in pages) && !wanted.includes(name)) continue;
    const report: Report = await run(loadScenarios(files), { reports: folder });
    const troubled = report.cases.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'expected-failure');
    if (troubled.length > 0) throw new Error(troubled.map(({ id, sentence }) => `${id}: ${sentence}`).join('\n'));
    const text = await format(page(report.cases, report.claims), { ...(await resolveConfig(path)), parser: 'markdown' });
    if (!wanted.includes('--check')) writeFileSync(path, text);
    else if (readFileSync(path, 'utf8') !== text) {
      console.error(`${path} is not what a run says; write it anew: node scripts/write-claim-tables.ts ${name}`);
      process.exitCode = 1;
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
