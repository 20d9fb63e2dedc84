import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type Handlebars from 'handlebars';
import type { ShadowReport } from '../domain/shadow-report.ts';
import { chartSvg } from './chart-svg.ts';
import { shadowCharts } from './shadow-charts/index.ts';
import { shadowScript } from './shadow-script.ts';
import { shadowStyle } from './shadow-style.ts';
import { shadowTemplate, traceTemplate } from './shadow-template.ts';
import { shadowView } from './shadow-view.ts';

/** A verdict, with all that an owner needs to defend it, in one file that loads nothing. The same report gives the same bytes. */
export async function renderShadowReport(report: ShadowReport): Promise<string> {
  const handlebars = (createRequire(import.meta.url)('handlebars') as typeof Handlebars).create();
  const options = { strict: true, knownHelpersOnly: true };
  handlebars.registerPartial('trace', handlebars.compile(traceTemplate, options));
  const template = handlebars.compile(shadowTemplate, options);
  const charts: Record<string, string | undefined> = {};
  // One after another: each drawing takes the ids that the one before it gave back.
  for (const [name, chart] of Object.entries(shadowCharts(report.readiness))) charts[name] = chart === undefined ? undefined : await chartSvg(chart);
  return template({
    ...shadowView(report, charts),
    style: shadowStyle,
    script: shadowScript,
    styleHash: hashOf(shadowStyle),
    scriptHash: hashOf(shadowScript),
  });
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
