import { setTimeout } from 'node:timers/promises';
import chromium from '@sparticuz/chromium';
import { launch, type Browser } from 'puppeteer-core';

/** A real browser from npm, or the reason why this machine has none (usually a missing system library, which the loader names). */
export async function startBrowser(): Promise<{ readonly browser: Browser } | { readonly reason: string }> {
  const args = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
  try {
    const executablePath = await chromium.executablePath();
    return { browser: await launchTwice(() => launch({ executablePath, headless: 'shell', args })) };
  } catch (thrown) {
    return { reason: `Chromium does not start: ${thrown instanceof Error ? thrown.message : String(thrown)}` };
  }
}

/** The binary is unpacked into the temporary directory; while another process is still writing it, it cannot be executed (ETXTBSY). */
async function launchTwice(start: () => Promise<Browser>): Promise<Browser> {
  try {
    return await start();
  } catch {
    await setTimeout(3000);
    return start();
  }
}
