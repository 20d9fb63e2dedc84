/**
 * Goal: the pages of the package, whose templates were compiled when it was built, are the pages of a checkout, byte for byte.
 * Method: the module that the build writes is loaded as it is; views with hostile words go through both.
 */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { compiledPagesModule } from '../../scripts/compile-pages.ts';
import type { CompiledPage } from '../../src/report/compiled-pages.ts';
import { chaosCaseView } from '../../src/report/chaos/case-view.ts';
import { chaosPageView } from '../../src/report/chaos/page-view.ts';
import { htmlView } from '../../src/report/html-view.ts';
import { compilePage, linkPage } from '../../src/report/open-page.ts';
import { pageTemplates, type PageName } from '../../src/report/page-templates.ts';
import { anyReport } from './arbitrary-report.ts';
import { richChaosReport } from './chaos-report.ts';
import { richReport } from './rich-report.ts';

let compiledPages: Readonly<Record<PageName, CompiledPage>>;

beforeAll(async () => {
  const url = `data:text/javascript,${encodeURIComponent(compiledPagesModule())}`;
  ({ compiledPages } = (await import(/* @vite-ignore */ url)) as { compiledPages: typeof compiledPages });
});

test('every page is there, with every part', () => {
  expect(Object.keys(compiledPages)).toEqual(Object.keys(pageTemplates));
  for (const [name, { parts }] of Object.entries(pageTemplates))
    expect(Object.keys(compiledPages[name as PageName].parts)).toEqual(Object.keys(parts));
});

test('a report is the same page', () => {
  const [fresh, linked] = [compilePage<object>('report'), linkPage<object>(compiledPages.report)];
  const constants = { style: 'p{}', script: ';', styleHash: 's', scriptHash: 'h' };
  const rich = { ...htmlView(richReport()), ...constants };
  expect(linked(rich)).toBe(fresh(rich));
  expect(linked(rich)).toContain('</html>');
  fc.assert(
    fc.property(anyReport, (report) => {
      const view = { ...htmlView(report), ...constants };
      expect(linked(view)).toBe(fresh(view));
    }),
    { numRuns: 100, seed: 4711 },
  );
});

test('a piece of the page of an exploration is the same', () => {
  const [fresh, linked] = [compilePage<object>('chaos'), linkPage<object>(compiledPages.chaos)];
  const constants = { style: 'p{}', script: ';', styleHash: 's', scriptHash: 'h', cases: '<p>cases</p>' };
  const view = { part: 'document', view: { ...chaosPageView(richChaosReport()), ...constants } };
  expect(linked(view)).toBe(fresh(view));
  expect(linked(view)).toContain('</html>');
  const body = { part: 'tables', view: chaosCaseView(richChaosReport(), richChaosReport().cases[0]!, 1) };
  expect(linked(body)).toBe(fresh(body));
  expect(linked(body)).toContain('lost tool answer');
});

test('a name that is missing is an error in both', () => {
  expect(() => compilePage<object>('shadow')({})).toThrow(/not defined in/);
  expect(() => linkPage<object>(compiledPages.shadow)({})).toThrow(/not defined in/);
});
