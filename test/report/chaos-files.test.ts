import { describe, expect, test } from 'vitest';
import type { ChaosReport } from '../../src/domain/chaos.ts';
import { chaosReporters } from '../../src/report/chaos/index.ts';
import { columnsOf } from '../../src/report/text-columns.ts';
import { renderChaosTerminal } from '../../src/report/chaos/terminal.ts';
import { richChaosReport, sampleCell, sampleChaosCase, sampleChaosReport } from './chaos-report.ts';

// Goal: an exploration says the same in a terminal, as JUnit and on GitHub: what broke, by which arithmetic, and the command. Method: chosen reports.

const file = (report: ChaosReport, path: string): string =>
  chaosReporters.flatMap((reporter) => reporter.render(report)).find((one) => one.path === path)!.text;
const terminal = (report: ChaosReport, widthColumns = 200): string => renderChaosTerminal(report, { colour: false, widthColumns });

describe('in a terminal', () => {
  test('the verdict, each way to break with its arithmetic, the smallest schedule and the command', () => {
    const lines = terminal(richChaosReport()).split('\n');
    expect(lines[0]).toBe('✘ Survives 61 of 66 single faults and 17 of 18 crash points. It refunds twice when the answer of refund is lost.');
    const at = lines.indexOf('   ✘ It refunds twice when the answer of refund is lost.');
    expect(lines.slice(at + 1, at + 5)).toEqual([
      '     effects-happen-once: 2 commits for intent refund:4711, events 11 and 17; key absent. (events 11 and 17)',
      '     unknown-outcome-is-checked-first: The answer of refund was lost (event 13). The next action was the same call again (event 16), not a look at what was done. (events 13 and 16)',
      '     smallest: the answer of refund is lost',
      '     again: npx rehearsal run scenarios/found/refund-lost-answer.yaml',
    ]);
  });

  test('rates with their intervals, the survival map in one line, what was not judged and what was not exercised', () => {
    const text = terminal(richChaosReport());
    expect(text).toContain('   ✘ lost tool answer     1 of 2 held  95 %: 9 % to 91 % · goes on after 1.2 s');
    expect(text).toContain('   process killed, from the first crash point to the last: ✔×7 ✘ ✔×3 ?');
    expect(text).toContain('   ▲ invalid: empty turn, request 2, which asks for refund. The fault did not strike: no request matched.');
    expect(text).toContain('   ○ not exercised: reset peer and 8 more faults of the network: A function agent has no socket.');
    expect(text).toContain('exercised 35 of 40 places × faults');
  });

  test.each([60, 80, 120])('no line but a command is wider than %i columns', (widthColumns) => {
    const wide = terminal(richChaosReport(), widthColumns)
      .split('\n')
      .filter((line) => columnsOf(line) > widthColumns && !line.includes('again: ') && !line.includes(' held  '));
    expect(wide).toEqual([]);
  });
});

describe('as JUnit', () => {
  const xml = file(richChaosReport(), 'chaos-junit.xml');
  test('one suite for each case, failed is a failure, what proves nothing an error, what was not judged skipped', () => {
    expect(xml).toContain(
      '<testsuite name="Refunds: 80 EUR is refunded once" tests="35" failures="3" errors="2" skipped="2" file="scenarios/refund.yaml">',
    );
    expect(xml).toContain('<testsuite name="Refunds: A question is only answered" tests="4" failures="0" errors="0" skipped="0"');
    expect(xml).toMatch(
      /name="lost-tool-answer at call 1 of refund" file="scenarios\/refund\.yaml" line="12"><failure message="effects-happen-once: 2 commits/,
    );
  });
  test('a failure says how to see it again', () => {
    expect(xml).toContain('again: npx rehearsal run scenarios/found/refund-lost-answer.yaml');
  });
  test('an exploration that must not be green although no cell is red has a test case of its own', () => {
    const report = sampleChaosReport([sampleChaosCase([sampleCell('tool-error', 'request 1', 'diverged')])], { exitCode: 3 });
    expect(file(report, 'chaos-junit.xml')).toContain('name="the exploration as a whole"><error ');
    expect(file({ ...report, exitCode: 0 }, 'chaos-junit.xml')).not.toContain('as a whole');
  });
});

describe('on GitHub', () => {
  test('an error for each way to break, on the line of its case; a declared weakness is none', () => {
    const lines = file(richChaosReport(), 'chaos-annotations.txt').trim().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^::error file=scenarios\/refund\.yaml,line=12,title=Refunds%3A 80 EUR is refunded once \(broken by the answer of refund is lost\)::It refunds twice/,
    );
    const [finding] = richChaosReport().cases[0]!.findings;
    const weak = sampleCell('stream-ends-early', 'request 1', 'weakness', { finding: 0 });
    const declared = sampleChaosReport([sampleChaosCase([weak], { findings: [{ ...finding!, cells: [weak.id] }] })]);
    expect(file(declared, 'chaos-annotations.txt')).toBe('');
  });
  test('the summary has the sentence, the ways to break and the rates', () => {
    const text = file(richChaosReport(), 'chaos-summary.md');
    expect(text).toMatch(/^## ✘ Survives 61 of 66/);
    expect(text).toContain('| ✘ It refunds twice when the answer of refund is lost. |');
    expect(text).toContain('| ✘ lost tool answer | 1 of 2 | 9 % to 91 % |');
  });
});
