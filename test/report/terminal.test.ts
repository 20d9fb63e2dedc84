/** Goal: a terminal shows the verdict first, then all that is needed to act, and obeys no agent. Method: chosen reports as text, hostile ones by property. */
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderTerminal } from '../../src/report/terminal.ts';
import { columnsOf } from '../../src/report/text-columns.ts';
import { anyReport } from './arbitrary-report.ts';
import { richReport } from './rich-report.ts';
import { passingCases, sampleCase, sampleReport } from './sample-report.ts';

const ownColour = new RegExp(String.raw`\u001B\[(1|2|22|3[1-6]|39)m`, 'g');
const plain = { colour: false, widthColumns: 100 };

test('a failing case comes with reason, arithmetic, evidence, what was expected, notes and command', () => {
  const report = richReport();
  const lines = renderTerminal({ ...report, cases: report.cases.toReversed() }, plain).split('\n');
  expect(lines[0]).toBe('✘ It refunds twice when the answer of refund is lost; 2 of 9 cases failed.');
  const text = lines.join('\n');
  expect(text).toContain(
    '✘ failed  Refund within the limit › The answer of refund is lost\n    scenarios/refund.yaml:24:5\n    It refunded order 4711 twice',
  );
  expect(text).toContain(
    'idempotency key is absent from both. (events 14 and 19)\n      expected { "refund:4711": 1 }\n      actual   { "keys": [ null, null ]',
  );
  expect(text).toContain('      You are a [-careful-]{+helpful+} refunds agent.');
  expect(text).toContain('    again: npx rehearsal run scenarios/found/refund-lost-answer.yaml --seed 42');
  expect(text.indexOf('▲ invalid')).toBeGreaterThan(text.lastIndexOf('✘ failed'));
  expect(text).toContain('1 claim without evidence');
});

test('of ten thousand events a dozen is named', () => {
  const verdict = { claim: 'c', outcome: 'fail', text: 'Too often.', evidence: Array.from({ length: 10_000 }, (_, index) => index + 1) } as const;
  const text = renderTerminal(sampleReport([sampleCase({ outcome: 'fail', verdicts: [verdict] })]), plain).replaceAll(/\s+/g, ' ');
  expect(text).toContain('(events 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 9,988 more)');
});

test('twenty passing cases are listed, twenty-one are counted', () => {
  const twenty = renderTerminal(sampleReport(passingCases(20)), plain);
  expect(twenty.match(/^✔ {2}Refund within the limit › Order/gm)).toHaveLength(20);
  const more = renderTerminal(sampleReport(passingCases(21)), plain);
  expect(more).toContain('✔ 21 cases passed');
  expect(more).not.toContain('Order 4000');
});

test('the verdict is said again where it has scrolled away, and only there', () => {
  const { sentence } = richReport();
  expect(renderTerminal(richReport(), plain).split(sentence)).toHaveLength(3);
  const short = sampleReport([sampleCase()], { sentence: 'The only case passed.' });
  expect(renderTerminal(short, plain).split('The only case passed.')).toHaveLength(2);
});

test('colour only adds escape sequences, and marks what a miss removed and added', () => {
  const painted = renderTerminal(richReport(), { ...plain, colour: true });
  expect(stripVTControlCharacters(painted)).toBe(renderTerminal(richReport(), plain));
  expect(painted).toContain('\u001B[31m[-careful-]\u001B[39m\u001B[32m{+helpful+}\u001B[39m');
});

test('sentences are broken at spaces to fit, commands never', () => {
  const one = sampleCase({ outcome: 'fail', sentence: '返金 word '.repeat(40), repeat: `npx rehearsal run ${'x/'.repeat(80)}` });
  const lines = renderTerminal(sampleReport([one]), { colour: false, widthColumns: 60 }).split('\n');
  expect(lines.some((line) => line.includes(one.repeat))).toBe(true);
  for (const line of lines.filter((found) => !found.includes('again:'))) expect(columnsOf(line), line).toBeLessThanOrEqual(60);
});

test('columns are counted as a terminal counts them', () => {
  expect(['abc', '返金', '👍🏽', 'e\u0301', 'م'].map(columnsOf)).toEqual([3, 4, 2, 1, 1]);
});

test('nothing that an agent said is obeyed', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      expect(renderTerminal(report, plain)).not.toMatch(/[\p{Cs}\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069]|(?![\n\t])\p{Cc}/u);
      // Of the painted text only our own colours may be left.
      const painted = renderTerminal(report, { ...plain, colour: true }).replaceAll(ownColour, '');
      expect(painted).not.toMatch(/(?![\n\t])\p{Cc}/u);
    }),
    { numRuns: 300, seed: 4711 },
  );
});
