/** Goal: GitHub shows what broke on the right line, and nothing that an agent said becomes a command, a link or a mention. Method: exact files. */
import { expect, test } from 'vitest';
import { githubAnnotations } from '../../src/report/github-annotations.ts';
import { githubSummary } from '../../src/report/github-summary.ts';
import { escapeMarkdown } from '../../src/report/markdown.ts';
import { richReport } from './rich-report.ts';
import { passingCases, sampleCase, sampleReport } from './sample-report.ts';

test('an annotation stands on the line of its case and says all that is needed', () => {
  const [line] = githubAnnotations(richReport()).split('\n');
  expect(line).toMatch(
    /^::error file=scenarios\/refund\.yaml,line=24,col=5,title=Refund within the limit%3A The answer of refund is lost \(failed\)::It refunded/,
  );
  expect(line).not.toContain('answer-contains');
  expect(line).toContain('%0A✘ effects-happen-once failed: 2 commits for intent refund:4711');
  expect(line).toMatch(/%0Aagain: npx rehearsal run scenarios\/found\/refund-lost-answer\.yaml --seed 42$/);
});

test('errors come before warnings, since GitHub shows only the first ten', () => {
  const report = sampleReport([
    sampleCase({ id: 'a', outcome: 'diverged' }),
    sampleCase({ id: 'b', outcome: 'unknown' }),
    sampleCase({ id: 'c', outcome: 'fail' }),
  ]);
  expect(githubAnnotations(report).match(/^::\w+|\(\w+\)::/gm)).toEqual([
    '::error',
    '(failed)::',
    '::error',
    '(unknown)::',
    '::warning',
    '(diverged)::',
  ]);
});

test('properties and data are escaped as the runner unescapes them', () => {
  const report = sampleReport([
    sampleCase({
      outcome: 'fail',
      place: { file: 'a,b:c%.yaml', line: 1 },
      verdicts: [{ claim: 'x', outcome: 'fail', text: '100%\n::stop', evidence: [] }],
    }),
  ]);
  const text = githubAnnotations(report);
  expect(text).toMatch(/^::error file=a%2Cb%3Ac%25\.yaml,line=1,title=/);
  expect(text).toContain('100%25%0A::stop');
  expect(text.split('\n')).toHaveLength(2);
});

test('a run that is red without a red case is annotated all the same', () => {
  const report = sampleReport(passingCases(2), { exitCode: 3, sentence: 'Only 2 of 3 results arrived.' });
  expect(githubAnnotations(report)).toBe('::error title=Rehearsal::Only 2 of 3 results arrived.\n');
  expect(githubAnnotations(sampleReport(passingCases(2)))).toBe('');
});

test('the summary has the verdict, the counts, one row per case that did not pass, and the commands', () => {
  const text = githubSummary(richReport());
  expect(text).toMatch(
    /^## ✘ It refunds twice when the answer of refund is lost; 2 of 9 cases failed\.\n\n\*\*9 of 9 results\*\* · ✘ 2 failed · ▲ 1 invalid/,
  );
  expect(text.match(/^\| [✘▲?≠○] /gm)).toHaveLength(6);
  expect(text).toContain('- `effects-happen-once` fail: 2 commits for intent refund:4711');
  expect(text).toContain('```text\nnpx rehearsal run scenarios/found/refund-lost-answer.yaml --seed 42\n```');
});

test('a fence inside a miss does not end its block', () => {
  const text = githubSummary(sampleReport([sampleCase({ outcome: 'invalid', miss: 'a\n```\n</details> @octocat\n````\nb' })]));
  expect(text).toContain('\n`````text\na\n```\n</details> @octocat\n````\nb\n`````\n');
});

test('the summary of many failures stays far below the limit of 1 MiB and says how many it leaves out', () => {
  const failing = Array.from({ length: 500 }, (_, index) =>
    sampleCase({ id: `${index}`, outcome: 'fail', sentence: 'x'.repeat(9000), miss: 'y'.repeat(90_000) }),
  );
  const text = githubSummary(sampleReport(failing));
  expect(text.length).toBeLessThan(600_000);
  expect(text).toContain('450 further cases of this kind: see index.html or report.json.');
});

test('what GitHub makes links of is broken without being changed for the eye', () => {
  const shown = (text: string): string => escapeMarkdown(text).replaceAll('\u2060', '').replaceAll('\\', '');
  for (const text of ['@octocat', 'a@b.example', 'https://evil.example', 'www.evil.example', '#12', 'GH-12', ':tada:', '<b>|`x`']) {
    expect(escapeMarkdown(text)).not.toBe(text);
    expect(shown(text)).toBe(text);
  }
  expect(escapeMarkdown('80.00 EUR, order 4711 (twice): refund:4711')).toBe('80.00 EUR, order 4711 (twice): refund:4711');
});
