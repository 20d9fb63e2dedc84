import { createHash } from 'node:crypto';
import type { Report } from '../domain/report.ts';
import type { View } from './html-case-view.ts';
import { pageScript } from './html-script.ts';
import { pageStyle } from './html-style.ts';
import { htmlView } from './html-view.ts';
import { openPage } from './open-page.ts';
import type { Reporter } from './reporter.ts';

/** One file that explains a run to somebody who was not there: it loads nothing, needs no script, and executes nothing that an agent said. */
export const html: Reporter = { name: 'html', render: (report) => [{ path: 'index.html', text: page(report) }] };

let template: ((view: View) => string) | undefined;

function page(report: Report): string {
  template ??= openPage<View>('report');
  return template({ ...htmlView(report), style: pageStyle, script: pageScript, styleHash: hashOf(pageStyle), scriptHash: hashOf(pageScript) });
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
