/**
 * Goal: nothing that is missing makes a verdict better. Method: a made-up agent that is READY, and each way in which its mistakes could stay out of sight; an
 * agent as good, with nothing to hide, stays READY beside it.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LedgerEntry, ShadowCase } from '../../src/domain/decision.ts';
import { RehearsalFailure } from '../../src/domain/failure.ts';
import { defaultReadinessPolicy as standard } from '../../src/domain/readiness-policy.ts';
import type { Readiness } from '../../src/domain/readiness.ts';
import { assessLedger } from '../../src/shadow/assess-ledger.ts';
import { csvLine } from '../../src/shadow/csv-line.ts';
import { importDecisions } from '../../src/shadow/import/import-decisions.ts';
import { readMapping } from '../../src/shadow/import/read-mapping.ts';
import { assessReadiness } from '../../src/shadow/index.ts';
import type { ImportRecord } from '../../src/shadow/ledger/ledger.ts';
import { openLedger } from '../../src/shadow/ledger/open-ledger.ts';
import { readEntry } from '../../src/shadow/observe/read-entry.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { agentDecision, dayMs, madeUpCases, startMs, type MadeUp } from './support/made-up-cases.ts';

const nowMs = startMs + 400 * dayMs;

function assess(change: MadeUp['change'], rejectedRows: number = 0, validity: Partial<typeof standard.validity> = {}): Readiness {
  const cases = madeUpCases({ count: 1500, perDay: 30, accuracy: 0.985, ...(change === undefined ? {} : { change }) });
  return assessReadiness(cases, { ...standard, validity: { ...standard.validity, ...validity } }, { nowMs, seed: 1, rejectedRows });
}

const gateOf = (readiness: Readiness, name: string): string => {
  const gate = readiness.gates.find((one) => one.name === name);
  return `${gate?.outcome}: ${gate?.text}`;
};

test('rejected rows make the verdict INVALID, unless the policy says how many may be missing', () => {
  expect(gateOf(assess(undefined), 'rejected-rows')).toBe('holds: no imported row was rejected');
  const invalid = assess(undefined, 300);
  expect(invalid.verdict).toBe('INVALID');
  expect(invalid.sentence).toContain('300 rows (16.67 %) were rejected by the import, and what they say is not known');
  expect(assess(undefined, 1).verdict).toBe('INVALID');
  const tolerated = assess(undefined, 1, { rejectedShareMax: 0.001 });
  expect([tolerated.verdict, gateOf(tolerated, 'rejected-rows')]).toEqual(['READY', 'holds: 1 row rejected by the import, tolerated by the policy']);
  expect(assess(undefined, 2, { rejectedShareMax: 0.001 }).verdict).toBe('INVALID');
});

const withoutType = (one: ShadowCase): ShadowCase => ({ ...one, segments: {} });
const mistaken = (one: ShadowCase): ShadowCase => ({
  ...one,
  couldBeCritical: false,
  agent: { ...one.agent!, decision: one.people[0]!.decision === 'approve' ? 'reject' : 'approve' },
});

test('cases without a value of a segment are a group of their own: mistakes cannot hide there', () => {
  const hidden = assess((one, index) => (index % 30 === 0 ? withoutType(index % 60 === 0 ? mistaken(one) : one) : one));
  expect(gateOf(hidden, 'segment:type=')).toMatch(/^fails: segment type not given: 0\.\d+ of 50 decisions/);
  expect(hidden.verdict).not.toBe('READY');
  const good = assess((one, index) => (index % 5 === 0 ? withoutType(one) : one));
  expect([good.verdict, gateOf(good, 'segment:type=').slice(0, 5)]).toEqual(['READY', 'holds']);
  // Where no case has a value there is no segment.
  expect(gateOf(assess(withoutType), 'segment:type=')).toBe('undefined: undefined');
});

test('no envelope holds cases without a value while too few of them are known; those with one are a part of the work', () => {
  const few = assess((one, index) => (index % 100 === 0 ? withoutType(one) : one));
  expect(gateOf(few, 'segment:type=')).toBe('fails: segment type not given: 15 decisions, too few — stays with people');
  expect(few.envelope.found?.region.segmentValues?.toSorted()).toEqual(['lease', 'sale']);
});

test('a critical error stays one when the same version decides again', () => {
  const change =
    (fingerprint: string) =>
    (one: ShadowCase, index: number): ShadowCase =>
      index === 700
        ? { ...one, couldBeCritical: true, agentBefore: [agentDecision({ caseId: one.caseId, decision: 'nonsense', fingerprint })] }
        : one;
  const blocked = assess(change('v1'));
  expect(blocked.verdict).toBe('BLOCKED');
  expect(blocked.critical.cases).toMatchObject([{ caseId: 'case-700', decision: 'nonsense' }]);
});

test('where no person decided, nobody is said to have decided blind', () => {
  const truth = (one: ShadowCase): ShadowCase['truth'] => ({
    kind: 'truth',
    caseId: one.caseId,
    source: 'made up',
    decision: one.people[0]!.decision,
  });
  const alone = assess((one) => ({ ...one, truth: truth(one), people: [] }));
  expect(gateOf(alone, 'blind')).toMatch(/^not-applicable: no person decided/);
  expect(alone.counts.withoutPerson).toBe(1500);
  expect(gateOf(assess(undefined), 'blind')).toMatch(/^holds: people decided without seeing/);
});

test('rejections are forgotten only when their file comes again with what had been taken', async () => {
  const ledger = await openLedger(join(tempFolder(), 'ledger.db'), { create: true });
  const record = (counts: Partial<ImportRecord>): ImportRecord => ({
    file: 'decisions.csv',
    importedAtMs: 1,
    added: 0,
    repeated: 0,
    rejected: 0,
    reasons: {},
    ...counts,
  });
  const rejected = async (): Promise<number> =>
    (await assessLedger(ledger, standard, { nowMs, seed: 1, queueLimit: 0 })).readiness.counts.rejectedRows;
  await ledger.recordImport(record({ added: 90, rejected: 10 }));
  await ledger.recordImport(record({ added: 100 }));
  // The export of the next month, of the same name.
  expect(await rejected()).toBe(10);
  await ledger.recordImport(record({ added: 10, repeated: 90 }));
  expect(await rejected()).toBe(0);
  await ledger.close();
});

test('an import that broke off in the middle is not forgotten, until the whole file comes', async () => {
  const folder = tempFolder();
  const file = join(folder, 'd.csv');
  const ledger = await openLedger(join(folder, 'ledger.db'), { create: true });
  const mapping = readMapping('mapping: 1\ncase: { id: id }\ntruth: { decision: truth }\n', 'mapping.yaml');
  const settings = { ledger, mapping, rejectedFile: join(folder, 'r.csv'), nowMs };
  const rows = Array.from({ length: 20_000 }, (_, index) => `${index},a\n`).join('');
  writeFileSync(file, `id,truth\n${rows}x,"never closed\n`);
  await expect(importDecisions(file, settings)).rejects.toMatchObject({ code: 'DECISIONS_UNREADABLE' });
  const assessed = async (): Promise<Readiness> => (await assessLedger(ledger, standard, { nowMs, seed: 1, queueLimit: 0 })).readiness;
  const broken = await assessed();
  expect([broken.counts.cases > 0, broken.counts.rejectedRows]).toEqual([true, 1]);
  expect((await ledger.imports()).at(-1)!.reasons).toEqual({ 'the import broke off': 1 });
  writeFileSync(file, `id,truth\n${rows}x,a\n`);
  await importDecisions(file, settings);
  expect((await assessed()).counts).toMatchObject({ cases: 20_001, rejectedRows: 0 });
  await ledger.close();
});

test('an empty text is no decision, no version and no person; white space around a name is none of it', () => {
  const read = (value: object): LedgerEntry | string => {
    const one = readEntry(value as never, { source: 'http', nowMs });
    return 'entry' in one ? one.entry : one.problem;
  };
  expect(read({ kind: 'agent', caseId: ' 1 ', decision: ' ', fingerprint: '', agent: '' })).toEqual({
    kind: 'agent',
    caseId: '1',
    source: 'http',
    agent: 'agent',
  });
  expect(read({ kind: 'human', caseId: '1', person: 'ann', decision: '  ' })).toContain('needs `decision`');
  expect(read({ kind: 'case', caseId: '1', amount: -5 })).toContain('`amount` must be a number, 0 or more');
});

test('a cut-off ledger is not an empty one', async () => {
  const file = join(tempFolder(), 'ledger.db');
  writeFileSync(file, '');
  await expect(openLedger(file, { create: false })).rejects.toThrow(RehearsalFailure);
  await expect(openLedger(file, { create: false })).rejects.toMatchObject({ code: 'LEDGER_UNREADABLE' });
  await (await openLedger(file, { create: true })).close();
  await (await openLedger(file, { create: false })).close();
});

test('a cell is neither a formula of a spreadsheet nor a command of a terminal', () => {
  expect(csvLine(['=1', '+1', '-1', '@x', '＝1', ' =1', '\n=1', 'a=1', 'plain', -5])).toBe(`'=1,'+1,'-1,'@x,'＝1,' =1,"'\n=1",a=1,plain,-5\r\n`);
  expect(csvLine(['\u001b]0;x\u0007', 'a\rb', '\u009b31m'])).toBe('\\x1b]0;x\\x07,a\\x0db,\\x9b31m\r\n');
});
