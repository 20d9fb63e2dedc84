// Writes a page for each claim (docs/checks/) from the claim itself, its comment and its specimens; `--check` only compares.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Judgement, Setting } from '../src/check/check.ts';
import { checks, setChecks } from '../src/check/index.ts';
import type { Episode } from '../src/domain/episode.ts';

/** What the systems of the source documents are called. */
const systems: Readonly<Record<string, string>> = {
  'S0.1': 'human in the loop',
  'S0.2': 'tacit knowledge as rules',
  'S0.3': 'shadow mode',
  'S0.4': 'observability',
  'S0.5': 'supervised autonomy',
  'S0.6': 'graceful degradation',
  'S1.1': 'three layers of retries',
  'S1.2': 'idempotency',
  'S1.3': 'state machine outside the model',
  'S1.4': 'tool contracts',
  'S1.5': 'errors, timeouts, degradation',
  'S1.6': 'observability',
  'S1.7': 'testing',
  'S1.8': 'configuration and rollout',
  'S1.9': 'bounds',
  'S2.1': 'durable state',
  'S2.2': 'side-effect guard',
  'S2.3': 'audit in three levels',
  'S2.4': 'workflow control',
  'S2.6': 'the failures themselves',
  'S3.1': 'planner and executor',
  'S3.2': 'tools with metadata',
  'S3.3': 'sandboxed tools',
  'S3.4': 'three-layer memory',
  'S3.6': 'property-based tests',
  'S4.1': 'structured plans',
  'S4.2': 'scope',
  'S4.3': 'deterministic tools',
  'S4.4': 'compensation',
  'S4.5': 'one observability',
  'S4.6': 'adversarial prompts',
  'S4.7': 'the failures themselves',
};

interface Claim {
  readonly claim: string;
  readonly from: string;
  readonly rule: string;
  readonly declaredAt: readonly string[];
  readonly settings?: Readonly<Record<string, Setting>>;
  readonly ofSet: boolean;
  judge(subject: Episode | readonly Episode[]): Judgement;
}

const claims: readonly Claim[] = [
  ...checks.map((check): Claim => ({ ...check, ofSet: false, judge: (subject) => check.check(subject as Episode) })),
  ...setChecks.map((check): Claim => ({ ...check, ofSet: true, judge: (subject) => check.check(subject as readonly Episode[]) })),
];

type Named = Readonly<Record<string, Episode | readonly Episode[]>>;

const sources = readdirSync('src/check').map((name) => readFileSync(join('src/check', name), 'utf8'));

/** The sentence above the claim in its file: why it matters. */
function reasonOf(claim: string): string {
  const source = sources.find((text) => text.includes(`claim: '${claim}'`))!;
  const before = source.slice(0, source.indexOf(`claim: '${claim}'`));
  const comment = before.slice(before.lastIndexOf('/**') + 3, before.lastIndexOf('*/'));
  return comment.replaceAll(/\s*\n\s*\*\s*/g, ' ').trim();
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*', '\\*').replaceAll(/\s+/g, ' ');
}

/** A sentence of a verdict: for long ones, its beginning. */
function shortened(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function specimenRows(claim: Claim, named: Named): string {
  return Object.entries(named)
    .map(([name, subject]) => {
      const { outcome, text } = claim.judge(subject);
      return `| ${cell(name)} | \`${outcome}\` | ${cell(shortened(text))} |`;
    })
    .join('\n');
}

async function pageOf(claim: Claim): Promise<string> {
  const { breaks, holds, spoils, silent } = (
    (await import(`../test/laws/check-specimens/${claim.claim}.ts`)) as {
      readonly specimens: Readonly<Record<'breaks' | 'holds', Named>> & { readonly spoils?: Named; readonly silent?: Named };
    }
  ).specimens;
  const from = claim.from.split(' ').map((id) => `${id} (${systems[id] ?? 'the source documents'})`);
  const settings = Object.entries(claim.settings ?? {});
  return [
    '<!-- Written by scripts/write-check-pages.ts from the claim itself. Change src/check/, not this page. -->',
    `# ${claim.claim}`,
    reasonOf(claim.claim),
    `**Rule.** ${cell(claim.rule)}`,
    `**From.** ${from.join(', ')}.`,
    ...(claim.declaredAt.length === 0 ? [] : [`**Declared** in a case at \`${claim.declaredAt.join('.')}\`; a failure names that line.`]),
    ...(claim.ofSet ? ['**Judged over the repeats of a case**, once per case. A single run is a set of one.'] : []),
    '## Settings',
    settings.length === 0
      ? 'None.'
      : `\`\`\`yaml\nsettings:\n  ${claim.claim}:\n${settings.map(([name, { default: value }]) => `    ${name}: ${JSON.stringify(value)}`).join('\n')}\n\`\`\`\n\n| setting | default | what it is |\n| --- | --- | --- |\n${settings.map(([name, { default: value, description }]) => `| \`${name}\` | ${JSON.stringify(value)} | ${cell(description)} |`).join('\n')}`,
    '## Specimens',
    `Small histories that the law of checks holds it against, and what it says of each.\n\n| what happens | verdict | in words |\n| --- | --- | --- |\n${[
      breaks,
      spoils ?? {},
      holds,
      silent ?? {},
    ]
      .map((named) => specimenRows(claim, named))
      .filter((rows) => rows !== '')
      .join('\n')}`,
  ].join('\n\n');
}

function overview(): string {
  const rows = claims.map(({ claim, from, rule }) => `| [\`${claim}\`](${claim}.md) | ${from} | ${cell(rule)} |`);
  return [
    '<!-- Written by scripts/write-check-pages.ts from the claims themselves. Change src/check/, not this page. -->',
    '# The claims',
    `${claims.length} claims about the history of an agent. Every case is judged by every claim; \`checks:\` names those that must be exercised. What the outcomes mean: [VERDICTS.md](../VERDICTS.md). What an agent has to say for some of them: [EVIDENCE.md](../EVIDENCE.md). What the bundled specimens show of each: [MATRIX.md](MATRIX.md); how four agents of SDKs stand to them: [AGENTS.md](AGENTS.md). \`from\` names the system of the source documents.`,
    `| claim | from | rule |\n| --- | --- | --- |\n${rows.join('\n')}`,
  ].join('\n\n');
}

const folder = 'docs/checks';
const check = process.argv.includes('--check');
const options = { ...(await resolveConfig(join(folder, 'README.md'))), parser: 'markdown' };
const pages = new Map<string, string>([['README.md', overview()]]);
for (const claim of claims) pages.set(`${claim.claim}.md`, await pageOf(claim));
mkdirSync(folder, { recursive: true });
for (const [name, text] of pages) {
  const path = join(folder, name);
  const formatted = await format(text, options);
  if (!check) writeFileSync(path, formatted);
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== formatted) complain(path);
}
/** Written from a run, by scripts/write-claim-tables.ts. */
const fromRuns = ['MATRIX.md', 'AGENTS.md'];
for (const name of readdirSync(folder)) {
  if (pages.has(name) || fromRuns.includes(name)) continue;
  if (check) complain(join(folder, name));
  else rmSync(join(folder, name));
}

function complain(path: string): void {
  console.error(`${path} is not what the claim says; run: node scripts/write-check-pages.ts`);
  process.exitCode = 1;
}
