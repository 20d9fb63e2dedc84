import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'puppeteer-core';

export interface OpenedPage {
  readonly page: Page;
  /** Everything that the browser logs, asks for, or reports as an issue. */
  readonly complaints: string[];
}

/** Opens a report in a real browser, as a file in this folder. */
export async function openReportPage(
  browser: Browser,
  folder: string,
  text: string,
  options: { readonly scripts: boolean; readonly width: number },
): Promise<OpenedPage> {
  const file = join(folder, 'index.html');
  await writeFile(file, text);
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) complaints.push(`request to ${request.url()}`);
  });
  const devtools = await page.createCDPSession();
  devtools.on('Audits.issueAdded', ({ issue }) => complaints.push(issue.code));
  devtools.on('Log.entryAdded', ({ entry }) => complaints.push(entry.text));
  await devtools.send('Audits.enable');
  await devtools.send('Log.enable');
  await page.setJavaScriptEnabled(options.scripts);
  await page.setViewport({ width: options.width, height: 900 });
  await page.goto(pathToFileURL(file).href);
  return { page, complaints };
}
