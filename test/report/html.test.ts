/** Goal: the page says what a QA person needs, cut to what can be read. Method: rendered text of chosen reports. */
import { expect, test } from 'vitest';
import type { CaseReport, Report } from '../../src/domain/report.ts';
import { html } from '../../src/report/html.ts';
import { reporters } from '../../src/report/index.ts';
import { richReport } from './rich-report.ts';
import { passingCases, sampleCase, sampleReport } from './sample-report.ts';

const render = (report: Report): string => html.render(report)[0]!.text;
const page = (cases: readonly CaseReport[], changes: Partial<Report> = {}): string => render(sampleReport(cases, changes));

test('the worst cases come first, each group explained', () => {
  const text = render(richReport());
  const headings = [...text.matchAll(/<h2 [^>]*><span aria-hidden="true">(.)<\/span> ([^<]*) <span class="count">(\d+)/g)].map((match) =>
    match.slice(1).join(' '),
  );
  expect(headings).toEqual(['✘ Failed 2', '▲ Invalid 1', '? Unknown 1', '≠ Diverged 1', '○ Not run 1', '◐ Broke as expected 1', '✔ Passed 2']);
  expect(text).toContain('The experiment did not happen as planned, so it proves nothing.');
});

test('verdicts that matter come before those that held, and those that do not apply are one line', () => {
  const text = render(richReport());
  expect(text.indexOf('effects-happen-once')).toBeLessThan(text.indexOf('trace-is-whole'));
  expect(text.indexOf('trace-is-whole')).toBeLessThan(text.indexOf('<code class="name">answer-contains'));
  expect(text).toContain('Not applicable here: compensates-in-reverse, dry-run-commits-nothing.');
});

test('evidence leads to the row of the timeline; an event that is not there is only named', () => {
  const text = render(richReport());
  expect(text).toContain('<a href="#case-2-row-6">14</a>');
  expect(text).toContain('id="case-2-row-6"');
  expect(text).toMatch(/<a href="#case-3-row-1">4<\/a> 77 /);
});

test('a cost that is not known is unknown, never 0', () => {
  const { usd: _usd, ...unpriced } = sampleCase();
  expect(page([unpriced])).toContain('<dt>Cost</dt><dd>unknown</dd>');
  expect(page([unpriced])).not.toMatch(/\$0(?!\.)/);
  expect(page([unpriced, sampleCase({ id: 'b' })])).toContain('$0.0041 and an unknown amount for 1 case');
  expect(page([sampleCase({ usd: 0 })])).toContain('<dt>Cost</dt><dd>$0</dd>');
});

test('a text above 20,000 characters is cut, and the page says by how much', () => {
  const exact = page([sampleCase({ answer: 'a'.repeat(20_000) })]);
  expect(exact).toContain('a'.repeat(20_000));
  expect(exact).not.toContain('left out here');
  const cut = page([sampleCase({ answer: 'a'.repeat(21_234) })]);
  expect(cut).not.toContain('a'.repeat(20_001));
  expect(cut).toContain('1,234 more characters are left out here; the JSON report has all of it.');
});

test('conversations are numbered only where there are several', () => {
  expect(render(richReport())).toContain('<span class="lane">conversation 2</span>');
  expect(page([sampleCase()])).not.toContain('class="lane">');
});

test('tool calls and their results are told apart from speech', () => {
  const text = page([sampleCase()]);
  expect(text).toContain('<b>assistant calls</b> <code>get_order</code>');
  expect(text).toContain('<b>tool answers</b> <code>get_order</code>');
});

test('what a miss removes and adds is marked', () => {
  const text = page([sampleCase({ miss: 'a [-careful-]{+helpful+} agent' })]);
  expect(text).toContain('a <span class="removed">[-careful-]</span><span class="added">{+helpful+}</span> agent');
});

test('results that never arrived are an alarm', () => {
  const whole = sampleReport([sampleCase()]);
  expect(render(whole)).not.toContain('class="alarm"');
  expect(render({ ...whole, exitCode: 3, counts: { ...whole.counts, expected: 3 } })).toContain('2 results of 3 never arrived.');
});

test('with 300 cases all are in full; with 301 the passing ones beyond 200 are rows, and every failing one stays in full', () => {
  const inFull = (text: string): number => text.split('<details class="case ').length - 1;
  expect(inFull(page(passingCases(300)))).toBe(300);
  expect(inFull(page(passingCases(301)))).toBe(200);
  const failing = Array.from({ length: 250 }, (_, index) => sampleCase({ id: `f${index}`, outcome: 'fail' }));
  const text = page([...passingCases(230), ...failing]);
  expect(inFull(text)).toBe(450);
  expect(text.split('<tr data-case>').length - 1).toBe(30);
  expect(text).not.toMatch(/<th(?! scope|ead)/);
  expect(text).toContain('the first 200 of these cases are shown in full, the other 30 as one row each');
});

test('of a very long timeline the beginning, the end and what is evidence are shown', () => {
  const timeline = Array.from({ length: 2000 }, (_, index) => ({
    seq: index + 1,
    atMs: index,
    kind: 'agent-output',
    text: `line ${index + 1}.`,
    tone: 'plain' as const,
  }));
  const text = page([sampleCase({ timeline, verdicts: [{ claim: 'never-loops', outcome: 'fail', text: 'Loops.', evidence: [1000] }] })]);
  for (const shown of [1, 300, 1000, 1801, 2000]) expect(text).toContain(`line ${shown}.`);
  for (const hidden of [301, 999, 1800]) expect(text).not.toContain(`line ${hidden}.`);
  expect(text).toContain('1,499 events between the beginning and the end are left out here');
});

test('an answer nested ten thousand deep cannot stop the report', () => {
  const actual = JSON.parse('['.repeat(10_000) + ']'.repeat(10_000)) as never;
  const report = sampleReport([
    sampleCase({ verdicts: [{ claim: 'answer-fits-its-schema', outcome: 'fail', text: 'Too deep.', evidence: [], actual }] }),
  ]);
  for (const reporter of reporters) expect(reporter.render(report).length).toBeGreaterThan(0);
  expect(render(report)).toContain('more characters are left out here');
});

test('an empty report says so', () => {
  expect(page([])).toContain('There is no case in this report.');
});
