import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { deflateSync } from 'node:zlib';
import type Handlebars from 'handlebars';
import type { ChaosReport } from '../../domain/chaos.ts';
import { caseTemplates } from '../html-case-template.ts';
import type { View } from '../html-case-view.ts';
import { caseAnchor, historyNumber } from './anchors.ts';
import { chaosCaseTemplates } from './case-template.ts';
import { chaosCaseView } from './case-view.ts';
import type { ChaosReporter } from './chaos-reporter.ts';
import { findingTemplates } from './finding-template.ts';
import { chaosMatrixTemplate, chaosPageTemplate } from './page-template.ts';
import { chaosPageView } from './page-view.ts';
import { chaosScript } from './script.ts';
import { chaosStyle } from './style.ts';

/** Of a small report everything stands in the page, readable without scripts. Of a large one the rest is packed, and unpacked when it is opened. */
const experimentsPlainMax = 300;
const findingsPlainMax = 12;
const experimentsOfPlainCasesMax = 20_000;

/** One file that tells what broke an agent, to somebody who was not there: it loads nothing, and executes nothing that an agent said. */
export const chaosHtml: ChaosReporter = { name: 'html', render: (report) => [{ path: 'chaos.html', text: page(report) }] };

type Template = (view: View) => string;
type Templates = Readonly<
  Record<'page' | 'caseBody' | 'caseHead' | 'finding' | 'findingHead' | 'experiments' | 'experimentsHead' | 'tables', Template>
>;

let templates: Templates | undefined;

function page(report: ChaosReport): string {
  templates ??= compiled();
  const budget = { findings: findingsPlainMax, experiments: experimentsOfPlainCasesMax };
  const isSmall = report.cases.reduce((sum, { cells }) => sum + cells.length, 0) <= experimentsPlainMax;
  const cases = report.cases.map((_, index) => caseHtml(report, index, isSmall, budget, templates!)).join('\n');
  return templates.page({
    ...chaosPageView(report),
    cases,
    style: chaosStyle,
    script: chaosScript,
    styleHash: hashOf(chaosStyle),
    scriptHash: hashOf(chaosScript),
  });
}

function caseHtml(
  report: ChaosReport,
  index: number,
  isSmall: boolean,
  budget: { findings: number; experiments: number },
  { caseBody, caseHead, finding, findingHead, experiments, experimentsHead, tables }: Templates,
): string {
  const number = index + 1;
  const view = chaosCaseView(report, report.cases[index]!, number);
  const size = report.cases[index]!.cells.length;
  const isPlain = isSmall || size <= budget.experiments;
  budget.experiments -= isPlain ? size : 0;
  const findingsHtml = (view['findings'] as readonly View[])
    .map((one, at) => {
      const isOpen = budget.findings-- > 0;
      const held = isOpen
        ? plain(finding(one))
        : packed(finding(one), `f-${number}-:${at + 1}:${at + 1} case-:${historyNumber(number, at + 1)}:${historyNumber(number, at + 1)}`);
      return `<details class="finding is-${String(one['outcome'])}" id="${String(one['anchor'])}"${isOpen ? ' open' : ''}><summary>${findingHead(one)}</summary>${held}</details>`;
    })
    .join('\n');
  const experimentsHtml = (view['experiments'] as readonly View[])
    .map((one) => {
      const held = isSmall ? plain(experiments(one)) : packed(experiments(one), String(one['holds']));
      return `<details class="of-fault is-${String(one['outcome'])}" id="${String(one['anchor'])}"><summary>${experimentsHead(one)}</summary>${held}</details>`;
    })
    .join('\n');
  const tablesHtml =
    (view['tables'] as readonly View[]).length === 0
      ? ''
      : `<details class="part"${isSmall ? ' open' : ''}><summary><h3>Every single fault, where it can strike</h3></summary>${isSmall ? plain(tables(view)) : packed(tables(view), '')}</details>`;
  const body = caseBody({ ...view, findingsHtml, tablesHtml, experimentsHtml });
  const ids = `${['x-', 'f-', 'e-'].map((prefix) => `${prefix}:${number}:${number}`).join(' ')} case-:${historyNumber(number, 0)}:${historyNumber(number, 9999)}`;
  const isTroubled = view['outcome'] !== 'survived' && view['outcome'] !== 'degraded';
  return `<details class="case is-${String(view['outcome'])}" id="${caseAnchor(number)}"${isPlain && (isTroubled || report.cases.length === 1) ? ' open' : ''}><summary><span class="title">${caseHead(view)}</span></summary>${isPlain ? plain(body, 'body') : packed(body, ids, 'body')}</details>`;
}

function plain(html: string, name = 'held'): string {
  return `<div class="${name}">${html}</div>`;
}

function packed(html: string, ids: string, name = 'held'): string {
  const note = 'This part is packed, to keep the file small; it opens where scripts may run. chaos.json has all of it.';
  return `<div class="${name}" data-ids="${ids}" data-deflated="${deflateSync(html, { level: 9 }).toString('base64')}"><p class="packed">${note}</p></div>`;
}

/** Loading Handlebars and compiling takes longer than a small report, so both wait until a page is asked for. */
function compiled(): Templates {
  const handlebars = (createRequire(import.meta.url)('handlebars') as typeof Handlebars).create();
  const options = { strict: true, knownHelpersOnly: true };
  const partials = { ...caseTemplates, ...findingTemplates, ...chaosCaseTemplates, matrix: chaosMatrixTemplate };
  for (const [name, source] of Object.entries(partials)) handlebars.registerPartial(name, handlebars.compile(source, options));
  const compile = (source: string): Template => handlebars.compile<View>(source, options);
  return {
    page: compile(chaosPageTemplate),
    caseBody: compile(chaosCaseTemplates.caseBody),
    caseHead: compile(chaosCaseTemplates.caseHead),
    finding: compile(findingTemplates.finding),
    findingHead: compile(findingTemplates.findingHead),
    experiments: compile(chaosCaseTemplates.experiments),
    tables: compile(chaosCaseTemplates.tables),
    experimentsHead: compile(chaosCaseTemplates.experimentsHead),
  };
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
