import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type Handlebars from 'handlebars';
import type { Report } from '../domain/report.ts';
import type { View } from './html-case-view.ts';
import { caseTemplates } from './html-case-template.ts';
import { matrixTemplate } from './html-matrix-template.ts';
import { pageScript } from './html-script.ts';
import { pageStyle } from './html-style.ts';
import { pageTemplate } from './html-template.ts';
import { htmlView } from './html-view.ts';
import type { Reporter } from './reporter.ts';

/** One file that explains a run to somebody who was not there: it loads nothing, needs no script, and executes nothing that an agent said. */
export const html: Reporter = { name: 'html', render: (report) => [{ path: 'index.html', text: page(report) }] };

let template: Handlebars.TemplateDelegate<View> | undefined;

function page(report: Report): string {
  template ??= compiled();
  return template({ ...htmlView(report), style: pageStyle, script: pageScript, styleHash: hashOf(pageStyle), scriptHash: hashOf(pageScript) });
}

/** Loading Handlebars and compiling takes longer than a small run, so both wait until a page is asked for. */
function compiled(): Handlebars.TemplateDelegate<View> {
  const handlebars = (createRequire(import.meta.url)('handlebars') as typeof Handlebars).create();
  const options = { strict: true, knownHelpersOnly: true };
  for (const [name, source] of Object.entries(caseTemplates)) handlebars.registerPartial(name, handlebars.compile(source, options));
  handlebars.registerPartial('matrix', handlebars.compile(matrixTemplate, options));
  return handlebars.compile<View>(pageTemplate, options);
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
