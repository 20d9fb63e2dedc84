/** Goal: a table of claims says neither more nor less than the verdicts. Method: small reports whose cells are known, as data, as a page and as a list. */
import { expect, test } from 'vitest';
import type { CaseOutcome, CaseReport } from '../../src/domain/report.ts';
import type { Outcome } from '../../src/domain/verdict.ts';
import { claimMatrix, standingOf, type ClaimStanding } from '../../src/report/claim-matrix.ts';
import { renderClaims } from '../../src/report/claims-terminal.ts';
import { html } from '../../src/report/html.ts';
import { sampleCase, sampleReport } from './sample-report.ts';

function caseWith(id: string, outcome: CaseOutcome, verdicts: Readonly<Record<string, Outcome>>): CaseReport {
  return sampleCase({
    id,
    name: id,
    outcome,
    verdicts: Object.entries(verdicts).flatMap(([claim, found]) =>
      found === 'not-applicable' ? [] : { claim, outcome: found, text: 'So it was.', evidence: [] },
    ),
    notApplicable: Object.keys(verdicts).filter((claim) => verdicts[claim] === 'not-applicable'),
  });
}

const sound = caseWith('sound', 'pass', {
  'effects-happen-once': 'pass',
  'never-loops': 'pass',
  'trace-is-whole': 'unobserved',
  'dry-run': 'not-applicable',
});
const twin = caseWith('twin', 'expected-failure', { 'effects-happen-once': 'fail', 'never-loops': 'pass', 'trace-is-whole': 'unobserved' });
const broken = caseWith('broken', 'fail', { 'effects-happen-once': 'pass', 'never-loops': 'fail', 'trace-is-whole': 'unobserved' });
const notRun = caseWith('never started', 'not-run', {});

function standings(cases: readonly CaseReport[]): Readonly<Record<string, ClaimStanding>> {
  const matrix = claimMatrix(sampleReport(cases));
  return Object.fromEntries(matrix.rows.map((row) => [row.claim, standingOf(row, matrix.cases)]));
}

test('a failure that a specimen declares is evidence, and no failure', () => {
  expect(standings([sound, twin])).toEqual({
    'effects-happen-once': { exercised: 2, outcome: 'pass', specimens: ['twin'] },
    'never-loops': { exercised: 2, outcome: 'pass', specimens: [] },
    'trace-is-whole': { exercised: 0, outcome: 'unobserved', specimens: [] },
    'dry-run': { exercised: 0, outcome: 'not-applicable', specimens: [] },
  });
  expect(standings([twin])['effects-happen-once']).toEqual({ exercised: 1, outcome: 'expected-failure', specimens: ['twin'] });
});

test('one failure that nobody declared outweighs all that held; a specimen that breaks something else is such a failure', () => {
  expect(standings([sound, broken])['never-loops']).toEqual({ exercised: 2, outcome: 'fail', specimens: [] });
  expect(standings([sound, caseWith('wrong twin', 'fail', { 'never-loops': 'fail' })])['never-loops']!.outcome).toBe('fail');
  expect(standings([sound, caseWith('torn', 'unknown', { 'never-loops': 'unknown' })])['never-loops']!.outcome).toBe('unknown');
  expect(standings([sound, caseWith('no experiment', 'invalid', { 'never-loops': 'invalid' })])['never-loops']!.outcome).toBe('invalid');
});

test('rows stand in the order of the catalogue, whichever cases a claim applies to', () => {
  const claims = ['dry-run', 'never-loops', 'trace-is-whole', 'effects-happen-once', 'judged-by-nobody'];
  expect(claimMatrix({ cases: [sound, twin], claims }).rows.map(({ claim }) => claim)).toEqual(claims.slice(0, 4));
});

test('a case that never ran has no cells, and takes none from its neighbours', () => {
  const { rows } = claimMatrix(sampleReport([notRun, sound]));
  expect(rows.map(({ cells }) => cells)).toEqual([
    [undefined, 'pass'],
    [undefined, 'pass'],
    [undefined, 'unobserved'],
    [undefined, 'not-applicable'],
  ]);
});

const page = (cases: readonly CaseReport[]): string => html.render(sampleReport(cases))[0]!.text;
const cellsOf = (text: string, claim: string): readonly string[] =>
  [...(new RegExp(`<th scope="row"><code>${claim}</code></th>(<td class.*)`).exec(text)?.[1] ?? '').matchAll(/class="is-([\w-]+)"/g)].map(
    ([, outcome]) => outcome!,
  );

test('the page has a cell for every case of a claim that was exercised, and names the claims that were not', () => {
  const text = page([sound, twin, broken, notRun]);
  expect(text).toContain('2 of 4 claims exercised');
  expect(cellsOf(text, 'effects-happen-once')).toEqual(['pass', 'expected-failure', 'pass', 'not-run']);
  expect(cellsOf(text, 'never-loops')).toEqual(['pass', 'pass', 'fail', 'not-run']);
  expect(cellsOf(text, 'trace-is-whole')).toEqual([]);
  expect(text).toContain('<b>Unobserved in every case:</b> trace-is-whole.');
  expect(text).toContain('<b>Not applicable:</b> dry-run.');
  // Every cell is a word too, for those who do not see its sign.
  expect(text).toContain('<span class="sign" aria-hidden="true">◐</span><span class="unseen">broke as expected</span>');
});

test('columns lead to their cases; a run of many scenarios has as many tables, a large one is cut and says so', () => {
  const text = page([sound, { ...twin, scenario: 'Another' }]);
  expect(text.match(/<details class="part"><summary><h3>/g)).toHaveLength(2);
  expect(text).toContain('<th scope="col"><a href="#case-2">1</a></th>');
  expect(text).toContain('id="case-2"');
  const large = page(Array.from({ length: 450 }, (_, index) => ({ ...sound, id: `case ${index}`, name: `case ${index}` })));
  expect(cellsOf(large, 'never-loops')).toHaveLength(200);
  expect(large).toContain('250 more cases left out here; report.json has all of them.');
  for (const [, anchor] of large.matchAll(/href="#(case-\d+)"/g)) expect(large).toContain(`id="${anchor}"`);
});

test('of very many scenarios the first have tables, and the number of the others is said', () => {
  const many = page(Array.from({ length: 230 }, (_, index) => ({ ...sound, id: `case ${index}`, scenario: `Scenario ${index}` })));
  expect(many.match(/<details class="part"><summary><h3>/g)).toHaveLength(200);
  expect(many).toContain('30 more scenarios left out here; report.json has all of them.');
  expect(page([sound])).not.toContain('more scenario');
});

test('a report in which nothing was judged has no table', () => {
  expect(page([notRun])).not.toContain('class="matrix"');
});

test('the list says of each claim where it comes from, what became of it and what breaks it', () => {
  const listed = {
    claim: 'never-loops',
    from: 'S2.4',
    rule: 'The same at most three times.',
    exercised: 3,
    outcome: 'fail',
    specimens: ['a', 'b', 'c', 'd', 'e'],
  } as const;
  const silent = { ...listed, claim: 'trace-is-whole', exercised: 0, outcome: 'unobserved', specimens: [], missing: 'No span arrived.' } as const;
  expect(renderClaims([listed, silent], { colour: false, widthColumns: 100 })).toBe(
    [
      '✘ never-loops  S2.4  failed, exercised in 3 cases',
      '    The same at most three times.',
      '    broken by a · b · c · d and 1 more',
      '◌ trace-is-whole  S2.4  unobserved, exercised in 0 cases',
      '    The same at most three times.',
      '    No span arrived.',
      '    no specimen here breaks it',
      '',
      '2 claims: 1 exercised, 1 with a specimen that breaks it.',
      '',
    ].join('\n'),
  );
});
