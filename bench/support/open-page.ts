import { pathToFileURL } from 'node:url';
import { startBrowser } from '../../test/report/start-browser.ts';

/** How long a real browser takes from being told of a file until it is loaded and drawn, once a round; or why there is no browser. */
export async function openPage(file: string, rounds: number): Promise<readonly number[] | { readonly reason: string }> {
  const started = await startBrowser();
  if ('reason' in started) return started;
  const { browser } = started;
  try {
    // The first page of a browser also starts what every later one finds running.
    await (await browser.newPage()).goto('about:blank');
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const page = await browser.newPage();
      await page.setViewport({ width: 1200, height: 900 });
      const startedAt = performance.now();
      await page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
      // The second frame begins when the first one has been drawn.
      await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
      times.push(performance.now() - startedAt);
      await page.close();
    }
    return times;
  } finally {
    await browser.close();
  }
}
