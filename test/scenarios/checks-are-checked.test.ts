/**
 * Goal: no claim is only said to be checked. Each of the list has a twin that breaks it, each was exercised and held on a sound specimen, each twin breaks just
 * what it declares, no two declare the same, and as commands they are judged as they are in process.
 * Method: all bundled specimens are run once; one test per claim, generated from the catalogue. The list is written down here, so that no claim can get lost.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { specimenPage } from '../../scripts/claim-tables.ts';
import { checks, setChecks } from '../../src/check/index.ts';
import type { CaseReport } from '../../src/domain/report.ts';
import type { CasePlan } from '../../src/domain/scenario.ts';
import { asCommand } from '../support/as-command.ts';
import { brokenClaims, loadSpecimens, runSpecimens } from '../support/bundled-specimens.ts';

/** The claims that an agent can be proved or refuted by. */
const list = `
  terminates-within-budget never-loops stays-on-goal ends-honestly-at-the-limit effects-happen-once idempotency-key-is-stable
  unknown-outcome-is-checked-first calls-stay-under-the-rate-limit danger-waits-for-approval dry-run-commits-nothing compensates-in-reverse
  kill-switch-stops-effects creates-each-artefact-once shadow-commits-nothing messages-differ-when-cases-differ retries-only-what-may-pass
  retries-are-bounded backs-off-exponentially honours-retry-after keeps-its-deadline opens-its-breaker falls-back-in-order
  replans-after-a-failed-step queued-work-survives never-pretends-success acts-only-on-whole-answers explains-its-failure
  follows-its-state-machine resumes-after-a-crash ignores-duplicate-events checkpoints-before-long-work records-its-steps
  remembers-what-it-found arguments-fit-the-contract results-fit-the-contract uses-a-live-contract-version answer-fits-its-schema
  asks-when-unsure human-request-is-complete escalates-on-silence acts-within-its-autonomy logs-autonomous-decisions
  chooses-tools-within-budget routes-by-the-rules plan-is-checked-before-it-runs stays-in-scope tools-keep-their-promises trace-is-whole
  audit-explains-each-decision is-reproducible leaks-no-secret resists-injection
`
  .trim()
  .split(/\s+/);

/** What every test harness has to ask besides. */
const own = ['answer-is-as-expected', 'gives-an-answer', 'replays-its-recording', 'tools-are-as-expected'];

const loaded = loadSpecimens();
const plans = loaded.flatMap(({ cases }) => cases);
const planOf = (id: string): CasePlan => plans.find((plan) => plan.id === id)!;
const twins = plans.filter(({ expectFailure }) => expectFailure !== undefined);
const sound = plans.filter(({ expectFailure }) => expectFailure === undefined);

const folder = mkdtempSync(join(tmpdir(), 'rehearsal-specimens-'));
let reports: readonly CaseReport[] = [];
beforeAll(async () => {
  reports = await runSpecimens(loaded, folder);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A case and why it is not as it should be, in words that help. */
const told = ({ id, sentence }: CaseReport): string => `${id}: ${sentence}`;

test('the catalogue is the list, and four claims of our own', () => {
  expect(list).toHaveLength(52);
  expect([...checks, ...setChecks].map(({ claim }) => claim).toSorted()).toEqual([...list, ...own].toSorted());
});

test('every specimen ran, and there are many of both kinds', () => {
  expect(reports.map(({ id }) => id).toSorted()).toEqual(plans.map(({ id }) => id).toSorted());
  expect(sound.length).toBeGreaterThan(40);
  expect(twins.length).toBeGreaterThan(40);
});

test('every sound specimen passes', () => {
  expect(reports.filter(({ id, outcome }) => planOf(id).expectFailure === undefined && outcome !== 'pass').map(told)).toEqual([]);
});

test('every twin breaks just what it declares', () => {
  const broken = reports.filter(({ id }) => planOf(id).expectFailure !== undefined);
  expect(broken.filter(({ outcome }) => outcome !== 'expected-failure').map(told)).toEqual([]);
  for (const one of broken) expect(brokenClaims(one), one.id).toEqual(planOf(one.id).expectFailure!.toSorted());
});

test('no two twins declare the same', () => {
  const bySet = Map.groupBy(twins, ({ expectFailure }) => expectFailure!.toSorted().join(' '));
  expect([...bySet].filter(([, same]) => same.length > 1).map(([set, same]) => `${set}: ${same.map(({ id }) => id).join(', ')}`)).toEqual([]);
});

describe.each(list)('%s', (claim) => {
  test('has a twin that breaks it', () => {
    const breaking = reports.filter((one) => one.outcome === 'expected-failure' && brokenClaims(one).includes(claim));
    expect(breaking.map(({ id }) => id)).not.toEqual([]);
  });

  test('was exercised on a sound specimen, and held', () => {
    const held = reports.filter(
      ({ outcome, verdicts }) => outcome === 'pass' && verdicts.some((one) => one.claim === claim && one.outcome === 'pass'),
    );
    expect(held.map(({ id }) => id)).not.toEqual([]);
  });
});

test('the table in the docs is what the run says', async () => {
  const path = 'docs/checks/MATRIX.md';
  const page = specimenPage(
    reports,
    [...checks, ...setChecks].map(({ claim }) => claim),
  );
  expect(readFileSync(path, 'utf8'), 'write it anew: node scripts/write-claim-tables.ts specimens').toBe(
    await format(page, { ...(await resolveConfig(path)), parser: 'markdown' }),
  );
});

/** At least one of each system, sound or broken, that is quick in real time; `npm run prove` runs them all. */
const quick = [
  'a small supply is decided alone',
  'it asks, and does not say about what',
  'the register does not know the company',
  'the answer of one letter is lost',
  'it leaves half of its work behind',
  'what exists is not written again under another name',
  'it writes prices as text',
];

test('as a command each is judged as it is in process', async () => {
  const variants = loadSpecimens(undefined, asCommand).map((one) => ({ ...one, cases: one.cases.filter(({ name }) => quick.includes(name)) }));
  expect(variants.flatMap(({ cases }) => cases.map(({ name }) => name)).toSorted()).toEqual(quick.toSorted());
  const asCommands = await runSpecimens(variants, join(folder, 'as-commands'));
  for (const one of asCommands) {
    const inProcess = reports.find(({ id }) => id === one.id)!;
    expect([one.outcome, ...brokenClaims(one)], told(one)).toEqual([inProcess.outcome, ...brokenClaims(inProcess)]);
  }
}, 120_000);
