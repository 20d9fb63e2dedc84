import type { CaseReport } from '../src/domain/report.ts';
import { claimMatrix, isExercised, standingOf, type CellOutcome, type ClaimMatrix, type ClaimRow } from '../src/report/claim-matrix.ts';
import { caseOutcomeWords, claimOutcomeWords } from '../src/report/outcome-words.ts';

const head = '<!-- Written by scripts/write-claim-tables.ts from a run. Change the scenarios, not this page. -->';
const signs: Readonly<Record<CellOutcome, string>> = {
  ...(Object.fromEntries(Object.entries(claimOutcomeWords).map(([outcome, { symbol }]) => [outcome, symbol])) as Record<CellOutcome, string>),
  'expected-failure': caseOutcomeWords['expected-failure'].symbol,
};

/** Claim × case of all bundled specimens: which twins break a claim, and where it was exercised and held. */
export function specimenPage(reports: readonly CaseReport[], claims: readonly string[]): string {
  const matrix = claimMatrix({ cases: reports, claims });
  const files = [...Map.groupBy(reports.keys(), (index) => fileOf(reports[index]!))];
  const rows = matrix.rows.map((row) => {
    const { exercised, specimens } = standingOf(row, reports);
    const held = row.cells.filter((cell, index) => cell === 'pass' && reports[index]!.outcome === 'pass').length;
    const broken = specimens.map((id) => reports.find((one) => one.id === id)!);
    return `| ${link(row.claim)} | ${exercised} | ${held} | ${broken.map((one) => cell(one.name)).join('; ') || 'none'} |`;
  });
  return [
    head,
    '# Claims and specimens',
    `${reports.length} cases of the systems in [scenarios/](../../scenarios/README.md), ${count(reports, 'pass')} sound and ${count(reports, 'expected-failure')} broken in one part, judged by every claim. \`test/scenarios/checks-are-checked.test.ts\` runs them and fails where a claim has no twin that breaks it, where it was never exercised and held on a sound case, where a twin breaks other claims than it declares, and where this page is not what the run says.`,
    '## Claims',
    `| claim | cases that exercised it | sound cases on which it held | twins that break it |\n| --- | --- | --- | --- |\n${rows.join('\n')}`,
    '## Cases',
    'Signs: ✔ held, ◐ broken as declared, ◌ unobserved, – not applicable. A claim that nothing in a file exercised is left out of its table.',
    ...files.flatMap(([file, indexes]) => filePart(file, indexes, matrix)),
  ].join('\n\n');
}

function filePart(file: string, indexes: readonly number[], { cases, rows }: ClaimMatrix): readonly string[] {
  const told = rows.filter(({ cells }) => indexes.some((index) => isExercised(cells[index])));
  return [
    `### ${file}`,
    indexes.map((index, place) => `${place + 1}. ${signs[cases[index]!.outcome as CellOutcome]} ${cell(cases[index]!.name)}`).join('\n'),
    `| claim | ${indexes.map((_, place) => place + 1).join(' | ')} |\n| --- |${' --- |'.repeat(indexes.length)}\n${told
      .map((row) => `| ${link(row.claim)} | ${indexes.map((index) => sign(row.cells[index])).join(' | ')} |`)
      .join('\n')}`,
  ];
}

/** Agent × claim: what was exercised on each, what broke, and what an agent would have to say for the rest. */
export function agentPage(reports: readonly CaseReport[], claims: readonly string[]): string {
  const { rows } = claimMatrix({ cases: reports, claims });
  const agents = [...Map.groupBy(reports.keys(), (index) => fileOf(reports[index]!))].map(([file, indexes]) => ({ file, indexes }));
  const exercised = ({ cells }: ClaimRow, indexes: readonly number[]): boolean => indexes.some((index) => isExercised(cells[index]));
  const shown = ({ cells }: ClaimRow, indexes: readonly number[]): string => {
    const own = indexes.map((index) => cells[index]);
    const held = own.filter((one) => one === 'pass').length;
    const broken = own.filter((one) => one === 'fail' || one === 'expected-failure').length;
    if (held + broken === 0) return own.includes('unobserved') ? signs.unobserved : signs['not-applicable'];
    return [...(held > 0 ? [`${signs.pass} ${held}`] : []), ...(broken > 0 ? [`${signs.fail} ${broken}`] : [])].join(' ');
  };
  const lacking = rows.flatMap(({ claim, cells }) => {
    if (cells.some(isExercised)) return [];
    const told = reports.map(({ verdicts }) => verdicts.find((one) => one.claim === claim)?.text).find((text) => text !== undefined);
    return told === undefined ? [] : [`| ${link(claim)} | ${cell(told)} |`];
  });
  return [
    head,
    '# Four agents of SDKs under all claims',
    'The agents of `refund.yaml`, `inventory.yaml`, `travel.yaml` and `tickets.yaml` were written without Rehearsal in mind. Here the same programs call their tools through the world of a case: three over HTTP, the one of the OpenAI Agents SDK over MCP, by the support for MCP that the SDK brings along. `node scripts/write-claim-tables.ts agents` runs them and writes this page; `npx rehearsal checks scenarios/refund-world.yaml` prints the same of one of them.',
    'A cell says in how many cases the claim held (✔) and was refuted (✘; the case declares it, and why stands in [scenarios/README.md](../../scenarios/README.md)). ◌: the agent shows no evidence. –: the cases have nothing of the kind.',
    `| claim | ${agents.map(({ file }) => `[${file.replace(/^.*\/|\.yaml$/g, '')}](../../${file})`).join(' | ')} |\n| --- |${' --- |'.repeat(agents.length)}\n${[
      `| **exercised** | ${agents.map(({ indexes }) => `**${rows.filter((row) => exercised(row, indexes)).length}**`).join(' | ')} |`,
      ...rows.map((row) => `| ${link(row.claim)} | ${agents.map(({ indexes }) => shown(row, indexes)).join(' | ')} |`),
    ].join('\n')}`,
    '## What they lack',
    `Claims that none of them gives evidence for, and what an agent would have to do or say.\n\n| claim | what is missing |\n| --- | --- |\n${lacking.join('\n')}`,
  ].join('\n\n');
}

function fileOf({ id }: CaseReport): string {
  return id.slice(0, id.indexOf('#'));
}

function count(reports: readonly CaseReport[], outcome: CaseReport['outcome']): number {
  return reports.filter((one) => one.outcome === outcome).length;
}

function link(claim: string): string {
  return `[\`${claim}\`](${claim}.md)`;
}

function sign(outcome: CellOutcome | undefined): string {
  return outcome === undefined ? '' : signs[outcome];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*', '\\*').replaceAll(/\s+/g, ' ');
}
