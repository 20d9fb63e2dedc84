/** Goal: a CI server counts what we count and is never green where the run is not. Method: exact XML of chosen reports. */
import { expect, test } from 'vitest';
import { junit } from '../../src/report/junit.ts';
import { richReport } from './rich-report.ts';
import { passingCases, sampleCase, sampleReport } from './sample-report.ts';

test('every outcome has its element, and the counts agree', () => {
  const text = junit.render(richReport())[0]!.text;
  expect(text).toMatch(/<testsuites name="It refunds twice[^"]*" tests="9" failures="2" errors="2" skipped="2" time="8.412">/);
  expect(text.match(/<(failure|error|skipped|system-out)[ >]/g)?.toSorted()).toEqual([
    '<error ',
    '<error ',
    '<failure ',
    '<failure ',
    '<skipped ',
    '<skipped ',
    '<system-out>',
  ]);
  expect(text).toContain('<failure message="It refunded order 4711 twice: ');
  expect(text).toContain('file="scenarios/refund.yaml" line="24"');
  expect(text).toContain('again: npx rehearsal run scenarios/found/refund-lost-answer.yaml --seed 42</failure>');
});

test('a passing case is one empty element', () => {
  expect(junit.render(sampleReport([sampleCase()]))[0]!.text).toContain(
    '    <testcase classname="Refund within the limit" name="80 EUR is refunded once" time="0.412" file="scenarios/refund.yaml" line="9"/>\n',
  );
});

test('a run that is red without a red case has an error of its own', () => {
  const text = junit.render(sampleReport(passingCases(2), { exitCode: 3, sentence: 'Only 2 of 3 results arrived.' }))[0]!.text;
  expect(text).toMatch(/<testsuites [^>]*tests="3" failures="0" errors="1"/);
  expect(text).toContain('<error message="Only 2 of 3 results arrived." type="run"/>');
  expect(junit.render(sampleReport(passingCases(2)))[0]!.text).toMatch(/<testsuites [^>]*tests="2" failures="0" errors="0"/);
});

test('what XML forbids is spelled out, what it needs is escaped', () => {
  const text = junit.render(sampleReport([sampleCase({ outcome: 'fail', sentence: '\u0000 \uFFFE ]]> & "x"' })]))[0]!.text;
  expect(text).toContain('message="⟪U+0000⟫ ⟪U+FFFE⟫ ]]&#62; &#38; &#34;x&#34;"');
});
