import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { ChaosReport } from '../../domain/chaos.ts';
import type { View } from '../html-case-view.ts';
import { openPage } from '../open-page.ts';
import { caseAnchor, historyNumber } from './anchors.ts';
import { chaosCaseView } from './case-view.ts';
import type { ChaosReporter } from './chaos-reporter.ts';
import { chaosPageView } from './page-view.ts';
import { chaosScript } from './script.ts';
import { chaosStyle } from './style.ts';

/** Of a small report everything stands in the page, readable without scripts. Of a large one the rest is packed, and unpacked when it is opened. */
const experimentsPlainMax = 300;
const findingsPlainMax = 12;
const experimentsOfPlainCasesMax = 20_000;

/** One file that tells what broke an agent, to somebody who was not there: it loads nothing, and executes nothing that an agent said. */
export const chaosHtml: ChaosReporter = { name: 'html', render: (report) => [{ path: 'chaos.html', text: page(report) }] };

type Part = 'document' | 'caseBody' | 'caseHead' | 'finding' | 'findingHead' | 'tables' | 'experiments' | 'experimentsHead';

let template: ((view: { readonly part: Part; readonly view: View }) => string) | undefined;

function render(part: Part, view: View): string {
  template ??= openPage('chaos');
  return template({ part, view });
}

function page(report: ChaosReport): string {
  const budget = { findings: findingsPlainMax, experiments: experimentsOfPlainCasesMax };
  const isSmall = report.cases.reduce((sum, { cells }) => sum + cells.length, 0) <= experimentsPlainMax;
  const cases = report.cases.map((_, index) => caseHtml(report, index, isSmall, budget)).join('\n');
  return render('document', {
    ...chaosPageView(report),
    cases,
    style: chaosStyle,
    script: chaosScript,
    styleHash: hashOf(chaosStyle),
    scriptHash: hashOf(chaosScript),
  });
}

function caseHtml(report: ChaosReport, index: number, isSmall: boolean, budget: { findings: number; experiments: number }): string {
  const number = index + 1;
  const view = chaosCaseView(report, report.cases[index]!, number);
  const size = report.cases[index]!.cells.length;
  const isPlain = isSmall || size <= budget.experiments;
  budget.experiments -= isPlain ? size : 0;
  const findingsHtml = (view['findings'] as readonly View[])
    .map((one, at) => {
      const isOpen = budget.findings-- > 0;
      const held = isOpen
        ? plain(render('finding', one))
        : packed(render('finding', one), `f-${number}-:${at + 1}:${at + 1} case-:${historyNumber(number, at + 1)}:${historyNumber(number, at + 1)}`);
      return `<details class="finding is-${String(one['outcome'])}" id="${String(one['anchor'])}"${isOpen ? ' open' : ''}><summary>${render('findingHead', one)}</summary>${held}</details>`;
    })
    .join('\n');
  const experimentsHtml = (view['experiments'] as readonly View[])
    .map((one) => {
      const held = isSmall ? plain(render('experiments', one)) : packed(render('experiments', one), String(one['holds']));
      return `<details class="of-fault is-${String(one['outcome'])}" id="${String(one['anchor'])}"><summary>${render('experimentsHead', one)}</summary>${held}</details>`;
    })
    .join('\n');
  const tablesHtml =
    (view['tables'] as readonly View[]).length === 0
      ? ''
      : `<details class="part"${isSmall ? ' open' : ''}><summary><h3>Every single fault, where it can strike</h3></summary>${isSmall ? plain(render('tables', view)) : packed(render('tables', view), '')}</details>`;
  const body = render('caseBody', { ...view, findingsHtml, tablesHtml, experimentsHtml });
  const ids = `${['x-', 'f-', 'e-'].map((prefix) => `${prefix}:${number}:${number}`).join(' ')} case-:${historyNumber(number, 0)}:${historyNumber(number, 9999)}`;
  const isTroubled = view['outcome'] !== 'survived' && view['outcome'] !== 'degraded';
  return `<details class="case is-${String(view['outcome'])}" id="${caseAnchor(number)}"${isPlain && (isTroubled || report.cases.length === 1) ? ' open' : ''}><summary><span class="title">${render('caseHead', view)}</span></summary>${isPlain ? plain(body, 'body') : packed(body, ids, 'body')}</details>`;
}

function plain(html: string, name = 'held'): string {
  return `<div class="${name}">${html}</div>`;
}

function packed(html: string, ids: string, name = 'held'): string {
  const note = 'This part is packed, to keep the file small; it opens where scripts may run. chaos.json has all of it.';
  return `<div class="${name}" data-ids="${ids}" data-deflated="${deflateSync(html, { level: 9 }).toString('base64')}"><p class="packed">${note}</p></div>`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
