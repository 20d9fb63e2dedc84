import type { ChaosFinding } from '../../domain/chaos.ts';
import { describeEvidence } from '../describe-case.ts';
import { cutText, visibleLine, visibleText } from '../visible-text.ts';
import { scheduleYaml } from './schedule-yaml.ts';

const charactersMax = 3000;

/** One way to break an agent in plain lines, for places that have no layout: the claims with their arithmetic, the smallest schedule, the command. */
export function describeFinding(finding: ChaosFinding): string {
  const broken = finding.report.verdicts.filter(({ claim, outcome }) => outcome === 'fail' && finding.claims.includes(claim));
  return [
    visibleLine(finding.sentence),
    ...broken.map(({ claim, text, evidence }) => {
      const events = describeEvidence(evidence);
      return `✘ ${visibleLine(claim)}: ${short(text)}${events === '' ? '' : ` (${events})`}`;
    }),
    `smallest: ${visibleLine(finding.words)}`,
    scheduleYaml(finding.smallest),
    `again: ${visibleLine(finding.command)}`,
  ].join('\n');
}

function short(text: string): string {
  const { text: kept, leftOut } = cutText(text, charactersMax);
  return visibleText(kept) + (leftOut === 0 ? '' : ` … ${leftOut} more characters are in chaos.json`);
}
