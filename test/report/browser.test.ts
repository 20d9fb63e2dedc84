/**
 * Goal: the HTML report is read by a real browser as it is meant, with and without scripts, and executes nothing that an agent said.
 * Method: Chromium opens the file; what it shows, logs and refuses is read over the DevTools protocol. A tampered page proves that a violation would be seen.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { html } from '../../src/report/html.ts';
import { visibleText } from '../../src/report/visible-text.ts';
import { hostileText, richReport } from './rich-report.ts';
import { passingCases, sampleCase, sampleReport } from './sample-report.ts';
import { startBrowser } from './start-browser.ts';
import { openReportPage, type OpenedPage } from '../support/report-page.ts';

const started = await startBrowser();
if ('reason' in started) {
  console.warn(`SKIPPED: the browser test of the HTML report. ${started.reason}`);
  test.runIf(process.env['REHEARSAL_REQUIRE_BROWSER'] === '1')('a browser is required by REHEARSAL_REQUIRE_BROWSER', () => {
    expect.unreachable(started.reason);
  });
}

describe.skipIf('reason' in started)('index.html in Chromium', () => {
  const { browser } = started as { browser: Browser };
  const rich = html.render(richReport())[0]!.text;
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rehearsal-report-'));
  });
  afterAll(async () => {
    await browser.close();
    await rm(directory, { recursive: true });
  });

  const open = (text: string, { scripts, width = 1280 }: { readonly scripts: boolean; readonly width?: number }): Promise<OpenedPage> =>
    openReportPage(browser, directory, text, { scripts, width });

  describe.each([{ scripts: false }, { scripts: true }])('with scripts: $scripts', ({ scripts }) => {
    test('shows the verdict first, and the hostile words as words', async () => {
      const { page, complaints } = await open(rich, { scripts });
      expect(await page.evaluate(firstVisibleText)).toBe(richReport().sentence);
      const shown = await page.$eval('#case-3', (element) => element.textContent);
      for (const line of visibleText(hostileText).split('\n')) expect(shown.split(line).length - 1).toBeGreaterThanOrEqual(8);
      expect(await page.evaluate('String(window.__pwned)')).toBe('undefined');
      expect(await page.$$eval('img, svg, iframe, a[href^="javascript"]', (found) => found.length)).toBe(0);
      expect(complaints).toEqual([]);
      await page.close();
    });

    test('opens what failed and closes what passed', async () => {
      const { page } = await open(rich, { scripts });
      expect(await page.$$eval('details.case', (all) => all.map((one) => [one.className, one.hasAttribute('open')].join(' ')))).toEqual([
        'case is-fail true',
        'case is-fail true',
        'case is-invalid true',
        'case is-unknown true',
        'case is-diverged true',
        'case is-not-run false',
        'case is-expected-failure false',
        'case is-pass false',
        'case is-pass false',
      ]);
      expect(await page.$eval('#case-2 tr.tone-fault', (row) => row.checkVisibility())).toBe(true);
      await page.close();
    });
  });

  test('would tell if the policy were broken: a script that got through the escaping is refused and reported', async () => {
    const tampered = rich.replace(
      '<main>',
      '<main><script>window.__pwned = 1</script><p style="color:red" onclick="window.__pwned=2" id="planted">x</p>',
    );
    const { page, complaints } = await open(tampered, { scripts: true });
    await page.click('#planted');
    expect(await page.evaluate('String(window.__pwned)')).toBe('undefined');
    expect(complaints.filter((text) => /Content.?Security.?Policy/i.test(text)).length).toBeGreaterThanOrEqual(3);
    await page.close();
  });

  test('finds cases by text and by outcome, and says how many are shown', async () => {
    const { page, complaints } = await open(rich, { scripts: true });
    const shown = (): Promise<string[]> => page.$$eval('[data-case]', (all) => all.filter((one) => one.checkVisibility()).map((one) => one.id));
    const status = (): Promise<string> => page.$eval('#filter-status', (element) => element.textContent);
    expect(await status()).toBe('9 of 9 cases shown');
    await page.type('#filter-text', 'BLIND resend');
    await page.waitForFunction("document.getElementById('filter-status').textContent.startsWith('1 of 9')");
    expect(await shown()).toEqual(['case-2']);
    expect(await page.$$eval('section.group', (all) => all.filter((one) => one.checkVisibility()).length)).toBe(1);
    await page.click('#filter input[value=fail]');
    expect(await status()).toBe('0 of 9 cases shown');
    await page.evaluate(`const input = document.getElementById('filter-text'); input.value = ''; input.dispatchEvent(new Event('input'));`);
    await page.waitForFunction("document.getElementById('filter-status').textContent.startsWith('7 of 9')");
    expect(await shown()).not.toContain('case-2');
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('hides the filter where there are no scripts to serve it', async () => {
    const { page } = await open(rich, { scripts: false });
    expect(await page.$eval('#filter', (element) => element.checkVisibility())).toBe(false);
    await page.close();
  });

  test('leads from a verdict to its event, also where the timeline is closed', async () => {
    const { page } = await open(rich, { scripts: false });
    await page.$eval('#case-2 details:has(.timeline)', (element) => element.removeAttribute('open'));
    expect(await page.$eval('#case-2-row-6', (row) => row.checkVisibility())).toBe(false);
    await page.click('#case-2 .evidence a');
    expect(
      await page.$eval('#case-2-row-6', (row) => [row.checkVisibility(), row.matches(':target'), row.textContent.includes('refund:4711')]),
    ).toEqual([true, true, true]);
    await page.close();
  });

  test.each([400, 1280])('never scrolls sideways at %i px', async (width) => {
    const word = 'unbroken'.repeat(60);
    const long = sampleCase({
      outcome: 'fail',
      name: word,
      scenario: word,
      sentence: word,
      notes: [word],
      answer: word,
      place: { file: word },
      repeat: word,
      miss: word,
    });
    const report = sampleReport([...richReport().cases, long], { sentence: word, command: word });
    const { page } = await open(html.render(report)[0]!.text, { scripts: true, width });
    for (const details of await page.$$('details')) await details.evaluate((element) => element.setAttribute('open', ''));
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    // Beside its two columns the arithmetic would have a hundred pixels on a telephone; there it has a line of its own.
    expect(await page.$eval('#case-2 .claim.is-fail .prose', (element) => element.getBoundingClientRect().width)).toBeGreaterThan(width * 0.55);
    await page.close();
  });

  test('names its landmarks, headings and tables for a screen reader', async () => {
    const { page } = await open(rich, { scripts: true });
    const tree = JSON.stringify(await page.accessibility.snapshot({ interestingOnly: false }));
    for (const role of ['banner', 'navigation', 'search', 'main', 'contentinfo', 'columnheader', 'rowheader', 'status'])
      expect(tree).toContain(`"role":"${role}"`);
    expect(await page.$$eval('h1', (all) => all.length)).toBe(1);
    expect(await page.$$eval('th', (all) => all.filter((one) => !one.hasAttribute('scope')).length)).toBe(0);
    const levels = await page.$$eval('h1, h2, h3, h4, h5', (all) => all.map((one) => Number(one.tagName[1])));
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    await page.close();
  });

  test('10,000 passing cases are under 6 MB and open in under 2 s', async () => {
    const text = html.render(sampleReport(passingCases(10_000)))[0]!.text;
    expect(Buffer.byteLength(text)).toBeLessThan(6_000_000);
    // The best of three, since a machine that runs other tests at the same time is not what is measured.
    const times: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      const begun = performance.now();
      const { page, complaints } = await open(text, { scripts: true });
      await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
      times.push(performance.now() - begun);
      expect(await page.$$eval('details.case', (all) => all.length)).toBe(200);
      expect(await page.$$eval('table.compact tbody tr', (all) => all.length)).toBe(9800);
      expect(complaints).toEqual([]);
      await page.close();
    }
    expect(Math.min(...times)).toBeLessThan(2000);
  });
});

/** Runs in the page, whose types this project does not load: the first text that takes up space. */
const firstVisibleText = `(() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.textContent.trim();
    if (text !== '' && texts.currentNode.parentElement.checkVisibility()) return text;
  }
})()`;
