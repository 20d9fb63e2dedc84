/**
 * Goal: the page of an exploration is read by a real browser as it is meant: events lead into the lanes, packed parts open, nothing executed or refused, keyboard,
 * narrow screens, print, a screen reader. Method: Chromium opens pages whose every word may be hostile; what it shows, logs and refuses is read over its protocol.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chaosHtml } from '../../src/report/chaos/html.ts';
import { openReportPage, type OpenedPage } from '../support/report-page.ts';
import { anyChaosReport } from './arbitrary-chaos-report.ts';
import { hostileChaosReport, largeChaosReport, richChaosReport } from './chaos-report.ts';
import { startBrowser } from './start-browser.ts';

const started = await startBrowser();
if ('reason' in started) {
  console.warn(`SKIPPED: the browser test of the page of an exploration. ${started.reason}`);
  test.runIf(process.env['REHEARSAL_REQUIRE_BROWSER'] === '1')('a browser is required by REHEARSAL_REQUIRE_BROWSER', () => {
    expect.unreachable(started.reason);
  });
}

describe.skipIf('reason' in started)('chaos.html in Chromium', () => {
  const { browser } = started as { browser: Browser };
  const rich = chaosHtml.render(richChaosReport())[0]!.text;
  const large = chaosHtml.render(largeChaosReport(2000))[0]!.text;
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rehearsal-chaos-'));
  });
  afterAll(async () => {
    await browser.close();
    await rm(directory, { recursive: true });
  });

  const open = (text: string, { scripts, width = 1280 }: { readonly scripts: boolean; readonly width?: number }): Promise<OpenedPage> =>
    openReportPage(browser, directory, text, { scripts, width });

  test.each([{ scripts: false }, { scripts: true }])(
    'says what broke, and leads from the verdict into the lanes; scripts: $scripts',
    async ({ scripts }) => {
      const { page, complaints } = await open(rich, { scripts });
      expect(await page.$eval('h1', (element) => element.textContent)).toBe(richChaosReport().sentence);
      expect(await page.$$eval('details.finding', (all) => all.map((one) => one.hasAttribute('open')))).toEqual([true, true]);
      await page.click('#f-1-1 .evidence a:nth-of-type(2)');
      const target = await page.$eval('.mark:target', (element) => element.querySelector('title')!.textContent);
      expect(target).toBe('effect 2: refund:4711 (event 17, at 35.765 s)');
      // The picture is wider than its place; the mark was brought into view.
      const [lanes, mark] = await page.$$eval('#f-1-1 .lanes, .mark:target', (all) =>
        all.map((one) => one.getBoundingClientRect().toJSON() as { left: number; right: number }),
      );
      expect([mark!.left >= lanes!.left, mark!.left < lanes!.right]).toEqual([true, true]);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  test('opens what is packed, when it is opened and when a link leads into it', async () => {
    const { page, complaints } = await open(large, { scripts: true });
    expect(await page.$$eval('.experiment', (all) => all.length)).toBe(0);
    await page.$eval('.of-fault > summary', (element) => (element as unknown as { click(): void }).click());
    await page.waitForSelector('.experiment');
    const first = await page.$$eval('.experiment', (all) => all.length);
    expect(first).toBe(50);
    // From a way to break to one of its experiments, which lies in another packed part.
    const link = await page.$eval('#f-1-3 .same a', (element) => element.getAttribute('href')!);
    expect(await page.$(link)).toBeNull();
    await page.click('#f-1-3 .same a');
    await page.waitForSelector(`${link}:target`);
    expect(await page.$eval(link, (element) => element.checkVisibility())).toBe(true);
    expect(await page.$$eval('.experiment', (all) => all.length)).toBeGreaterThan(first);
    // A way to break that is packed opens from the top of the page, with its lanes.
    await page.evaluate("location.hash = '#f-1-20'");
    await page.waitForSelector('#f-1-20[open] .mark');
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('opens at the address of something that is packed', async () => {
    const { page } = await open(large, { scripts: true });
    await page.goto(`${page.url()}#x-1-900`);
    await page.reload();
    await page.waitForSelector('#x-1-900:target');
    expect(await page.$eval('#x-1-900', (element) => element.checkVisibility())).toBe(true);
    await page.close();
  });

  test('without scripts a packed part says what it is, and where to look', async () => {
    const { page, complaints } = await open(large, { scripts: false });
    await page.$eval('.of-fault', (element) => element.setAttribute('open', ''));
    expect(await page.$eval('.of-fault .packed', (element) => [element.checkVisibility(), element.textContent])).toEqual([
      true,
      'This part is packed, to keep the file small; it opens where scripts may run. chaos.json has all of it.',
    ]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('hostile words are words, in every field, also in what is unpacked', async () => {
    const pages = [hostileChaosReport(1), hostileChaosReport(400), ...fc.sample(anyChaosReport, { numRuns: 8, seed: 4711 })];
    for (const report of pages) {
      const { page, complaints } = await open(chaosHtml.render(report)[0]!.text, { scripts: true, width: 1000 });
      await openAll(page);
      expect(await page.evaluate('String(window.__pwned)')).toBe('undefined');
      expect(await page.$$eval('img, iframe, a[href^="javascript"], [onclick], [onerror], [onload], foreignObject', (found) => found.length)).toBe(0);
      expect(complaints).toEqual([]);
      await page.close();
    }
  });

  test('would tell if the policy were broken', async () => {
    const { page, complaints } = await open(rich.replace('<main>', '<main><script>window.__pwned = 1</script><p style="color:red">x</p>'), {
      scripts: true,
    });
    expect(await page.evaluate('String(window.__pwned)')).toBe('undefined');
    expect(complaints.filter((text) => /Content.?Security.?Policy/i.test(text)).length).toBeGreaterThanOrEqual(2);
    await page.close();
  });

  test.each([360, 800, 1280])('never scrolls sideways at %i px', async (width) => {
    for (const report of [richChaosReport(), hostileChaosReport(1), hostileChaosReport(301)]) {
      const { page } = await open(chaosHtml.render(report)[0]!.text, { scripts: true, width });
      await openAll(page);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await page.close();
    }
  });

  test('is walked through with the keyboard: links, folded parts, and what scrolls', async () => {
    const { page } = await open(rich, { scripts: true });
    const reached = new Set<string>();
    for (let turn = 0; turn < 60; turn++) {
      await page.keyboard.press('Tab');
      reached.add(
        (await page.evaluate(
          "document.activeElement.tagName + '.' + (document.activeElement.className || document.activeElement.parentElement.className)",
        )) as string,
      );
    }
    for (const wanted of ['A.box is-failed', 'DIV.wide', 'DIV.lanes', 'SUMMARY.finding is-failed', 'A.evidence'])
      expect([...reached]).toContain(wanted);
    await page.focus('.of-fault > summary');
    await page.keyboard.press('Enter');
    expect(await page.$eval('.of-fault', (element) => element.hasAttribute('open'))).toBe(true);
    await page.close();
  });

  test('names its landmarks, pictures, headings and tables for a screen reader, and says every sign in words', async () => {
    const { page } = await open(rich, { scripts: true });
    for (const details of await page.$$('details')) await details.evaluate((element) => element.setAttribute('open', ''));
    const tree = JSON.stringify(await page.accessibility.snapshot({ interestingOnly: false }));
    for (const role of ['banner', 'main', 'contentinfo', 'columnheader', 'rowheader', 'region', 'image']) expect(tree).toContain(`"role":"${role}"`);
    const named = await page.$$eval('svg[role=img]', (all) =>
      all.map((one) =>
        (one.getAttribute('aria-labelledby') ?? '').split(' ').map((id: string) => one.querySelector(`[id="${id}"]`)?.textContent ?? ''),
      ),
    );
    expect(named).toHaveLength(2);
    for (const [title, description] of named) expect([title!.length > 10, description!.length > 40]).toEqual([true, true]);
    expect(await page.$$eval('h1', (all) => all.length)).toBe(1);
    expect(await page.$$eval('th', (all) => all.filter((one) => !one.hasAttribute('scope')).length)).toBe(0);
    const levels = await page.$$eval('h1, h2, h3, h4, h5', (all) => all.map((one) => Number(one.tagName[1])));
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    // A sign alone is colour and shape; each has its word beside it.
    expect(await page.$$eval('.box, .side:not(.none)', (all) => all.filter((one) => !/[a-z]{3}/.test(one.textContent)).length)).toBe(0);
    const ids = await page.$$eval('[id]', (all) => all.map((one) => one.id));
    expect(new Set(ids).size).toBe(ids.length);
    await page.close();
  });

  test.each(['light', 'dark'])('every word stands out from its ground, %s', async (scheme) => {
    const { page } = await open(rich, { scripts: true });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    const ratios = (await page.evaluate(contrasts)) as readonly (readonly [string, number])[];
    expect(ratios.length).toBeGreaterThan(8);
    for (const [what, ratio] of ratios) expect(ratio, what).toBeGreaterThanOrEqual(4.5);
    await page.close();
  });

  test('prints: folded parts are open', async () => {
    const { page } = await open(rich, { scripts: true });
    await page.emulateMediaType('print');
    expect(await page.$eval('.timeline', (element) => element.getBoundingClientRect().height)).toBeGreaterThan(100);
    expect((await page.pdf()).length).toBeGreaterThan(50_000);
    await page.close();
  });
});

/** Opens everything that is folded, and what is packed in it, and what is packed in that. */
async function openAll(page: Page): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    await page.$$eval('details', (all) => all.forEach((one) => one.setAttribute('open', '')));
    await page.waitForFunction("document.querySelector('details[open] > [data-deflated]') === null");
  }
}

/** Runs in the page, whose types this project does not load: the contrast of words against the ground that they stand on. */
const contrasts = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const over = (colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const grounds = (element) => {
    const found = [];
    for (let one = element; one; one = one.parentElement) found.unshift(getComputedStyle(one).backgroundColor);
    return found;
  };
  const wanted = ['h1', '.ways a', '.box.is-failed a', '.box.is-survived .sign', '.box.is-degraded .sign', '.legend .what', '.broken .name', '.evidence a',
    '.faults small', '.rates td.is-failed', '.bead-label', '.command', '.finding h4', '.swim figcaption', '.count', '.side a'];
  return wanted.flatMap((selector) => {
    const element = document.querySelector(selector);
    if (element === null) return [];
    const ground = grounds(element);
    const [text, back] = [luminance(over([...ground, getComputedStyle(element).color])), luminance(over(ground))];
    return [[selector, (Math.max(text, back) + 0.05) / (Math.min(text, back) + 0.05)]];
  });
})()`;
