import { createHash } from 'node:crypto';
import type { ShadowReport } from '../domain/shadow-report.ts';
import { chartSvg } from './chart-svg.ts';
import { openPage } from './open-page.ts';
import { shadowCharts } from './shadow-charts/index.ts';
import { shadowScript } from './shadow-script.ts';
import { shadowStyle } from './shadow-style.ts';
import { shadowView } from './shadow-view.ts';

/** A verdict, with all that an owner needs to defend it, in one file that loads nothing. The same report gives the same bytes. */
export async function renderShadowReport(report: ShadowReport): Promise<string> {
  const template = openPage<object>('shadow');
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
