/**
 * Goal: the page of a verdict is read by a real browser as it is meant: the plain rule first, every picture, nothing executed or refused, filters without
 * scripts, print, a screen reader. Method: Chromium opens pages whose every word is hostile; what it shows, logs and refuses is read over its protocol.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderShadowReport } from '../../src/report/shadow-html.ts';
import { visibleLine } from '../../src/report/visible-text.ts';
import { hostileShadowReport, hostileWord, largeShadowReport } from './shadow-report.ts';
import { startBrowser } from './start-browser.ts';
import { openReportPage, type OpenedPage } from '../support/report-page.ts';

test('the same report gives the same bytes, and no picture brings styles, scripts or classes', async () => {
  const [first, second] = [await renderShadowReport(hostileShadowReport()), await renderShadowReport(hostileShadowReport())];
  expect(first).toBe(second);
  const pictures = first.match(/<svg[^]*?<\/svg>/g)!;
  expect(pictures).toHaveLength(5);
  for (const picture of pictures) {
    expect(picture).not.toMatch(/<[^<>]* (style|class|on\w+|href)=|<(script|style|foreignObject|image|a)\b/);
    // Every colour was exchanged for one of the page's.
    expect(picture).not.toMatch(/#[0-9a-f]{6}"(?! )|rgb\(10,0/);
  }
});

const started = await startBrowser();
if ('reason' in started) {
  console.warn(`SKIPPED: the browser test of the readiness report. ${started.reason}`);
  test.runIf(process.env['REHEARSAL_REQUIRE_BROWSER'] === '1')('a browser is required by REHEARSAL_REQUIRE_BROWSER', () => {
    expect.unreachable(started.reason);
  });
}

describe.skipIf('reason' in started)('the page of a verdict in Chromium', () => {
  const { browser } = started as { browser: Browser };
  let directory: string;
  let hostile: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rehearsal-shadow-'));
    hostile = await renderShadowReport(hostileShadowReport());
  });
  afterAll(async () => {
    await browser.close();
    await rm(directory, { recursive: true });
  });

  const open = (text: string, { scripts, width = 1200 }: { readonly scripts: boolean; readonly width?: number }): Promise<OpenedPage> =>
    openReportPage(browser, directory, text, { scripts, width });

  test.each([{ scripts: false }, { scripts: true }])(
    'shows hostile words as words, refuses nothing, runs nothing; scripts: $scripts',
    async ({ scripts }) => {
      const { page, complaints } = await open(hostile, { scripts });
      expect(await page.$eval('.plain-rule', (element) => element.textContent)).toMatch(/^The plain rule \(accuracy > 0\.95/);
      expect(await page.$$eval('.masthead > *', (all) => all.map((one) => one.tagName).slice(0, 2))).toEqual(['P', 'H1']);
      expect(await page.evaluate('String(window.__pwned)')).toBe('undefined');
      expect(await page.$$eval('img, iframe, a[href^="javascript"], [onclick], [onerror]', (found) => found.length)).toBe(0);
      expect(await page.$eval('.queue tbody', (element) => element.textContent)).toContain(visibleLine(hostileWord));
      expect(await page.$$eval('.queue a[href^="https://traces.example/"]', (all) => all.length)).toBeGreaterThan(3);
      expect(await page.$$eval('.queue a', (all) => all.every((one) => (one.getAttribute('href') ?? '').startsWith('https://')))).toBe(true);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  test('would tell if the policy were broken: a style and a script that got through are refused and reported', async () => {
    const { page, complaints } = await open(hostile.replace('<main>', '<main><script>window.__pwned = 1</script><p style="color:red">x</p>'), {
      scripts: true,
    });
    expect(await page.evaluate('String(window.__pwned)')).toBe('undefined');
    expect(complaints.filter((text) => /Content.?Security.?Policy/i.test(text)).length).toBeGreaterThanOrEqual(2);
    await page.close();
  });

  test('filters the disagreements without a script, and finds words with one', async () => {
    const shown = (page: Page): Promise<number> => page.$$eval('.queue tbody tr', (rows) => rows.filter((row) => row.checkVisibility()).length);
    const { page: plain } = await open(hostile, { scripts: false });
    const all = await shown(plain);
    await plain.$eval('#kind-silent', (radio) => ((radio as unknown as { checked: boolean }).checked = true));
    expect(await shown(plain)).toBe(hostileShadowReport().disagreements.dearest.filter(({ decision }) => decision === null).length);
    expect(await plain.$eval('#filter', (element) => element.checkVisibility())).toBe(false);
    await plain.close();
    const { page, complaints } = await open(hostile, { scripts: true });
    expect(await shown(page)).toBe(all);
    await page.type('#filter-text', 'traces.example/2');
    await page.waitForFunction("document.getElementById('filter-status').textContent !== ''");
    expect(await shown(page)).toBeLessThan(all);
    expect(await page.$eval('#filter-status', (element) => element.textContent)).toBe(`${await shown(page)} of ${all} found`);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('names its pictures, landmarks, headings and tables for a screen reader', async () => {
    const { page } = await open(hostile, { scripts: true });
    const named = await page.$$eval('svg[role=img]', (all) =>
      all.map((one) =>
        (one.getAttribute('aria-labelledby') ?? '').split(' ').map((id: string) => one.querySelector(`[id="${id}"]`)?.textContent ?? ''),
      ),
    );
    expect(named).toHaveLength(5);
    for (const [title, description] of named) expect([title!.length > 5, description!.length > 30]).toEqual([true, true]);
    const ids = await page.$$eval('[id]', (all) => all.map((one) => one.id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(await page.$$eval('th', (all) => all.filter((one) => !one.hasAttribute('scope')).length)).toBe(0);
    expect(await page.$$eval('h1', (all) => all.length)).toBe(1);
    const levels = await page.$$eval('h1, h2, h3, h4', (all) => all.map((one) => Number(one.tagName[1])));
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    await page.close();
  });

  test.each([400, 1200])('never scrolls sideways at %i px', async (width) => {
    const { page } = await open(hostile, { scripts: true, width });
    for (const details of await page.$$('details')) await details.evaluate((element) => element.setAttribute('open', ''));
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.close();
  });

  test('prints: closed parts are open, the tools of the screen are gone', async () => {
    const { page } = await open(hostile, { scripts: true });
    await page.emulateMediaType('print');
    expect(await page.$eval('.kinds', (element) => element.checkVisibility())).toBe(false);
    expect(await page.$eval('#policy pre', (element) => element.getBoundingClientRect().height)).toBeGreaterThan(100);
    expect((await page.pdf()).length).toBeGreaterThan(50_000);
    await page.close();
  });

  test('a thousand disagreements and their tables are under 5 MB', async () => {
    const text = await renderShadowReport(largeShadowReport());
    expect(Buffer.byteLength(text)).toBeLessThan(5_000_000);
    const { page, complaints } = await open(text, { scripts: true });
    expect(await page.$$eval('.queue tbody tr', (rows) => rows.length)).toBe(1_000);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
