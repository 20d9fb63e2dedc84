/**
 * Goal: a ledger keeps what it acknowledged, counts nothing twice, and gives the same cases whatever the order of arrival, in a file and in PostgreSQL alike.
 * Method: one suite over both, the real server; several processes write at once, and some are killed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import type { LedgerEntry, ShadowCase } from '../../src/domain/decision.ts';
import { canonicalJson, type Json } from '../../src/domain/json.ts';
import { seededRandom } from '../../src/domain/random.ts';
import { defaultReadinessPolicy } from '../../src/domain/readiness-policy.ts';
import { assessLedger } from '../../src/shadow/assess-ledger.ts';
import { importDecisions } from '../../src/shadow/import/import-decisions.ts';
import { readMapping } from '../../src/shadow/import/read-mapping.ts';
import type { Ledger } from '../../src/shadow/ledger/ledger.ts';
import { sampleDecisions, sampleMapping } from '../../src/shadow/sample/sample-decisions.ts';
import { openLedger } from '../../src/shadow/ledger/open-ledger.ts';
import { startPostgres, type Postgres } from '../support/postgres.ts';
import { tempFolder } from '../support/temp-folder.ts';

const writer = fileURLToPath(new URL('../support/append-until-killed.ts', import.meta.url));
const started = await startPostgres();
if ('reason' in started) {
  console.warn(`SKIPPED: the tests of a ledger in PostgreSQL. ${started.reason}`);
  test.runIf(process.env['REHEARSAL_REQUIRE_POSTGRES'] === '1')('PostgreSQL is required by REHEARSAL_REQUIRE_POSTGRES', () => {
    expect.unreachable(started.reason);
  });
}
afterAll(async () => {
  if (!('reason' in started)) await started.stop();
});

const places: readonly { readonly kind: string; readonly isThere: boolean; readonly fresh: () => Promise<string> }[] = [
  { kind: 'SQLite', isThere: true, fresh: () => Promise.resolve(join(tempFolder(), 'ledger.db')) },
  { kind: 'PostgreSQL', isThere: !('reason' in started), fresh: () => (started as Postgres).freshDatabase() },
];

/** What each kind of ledger came to. */
const verdicts: string[] = [];

describe.each(places)('a ledger in $kind', ({ kind, isThere, fresh }) => {
  describe.runIf(isThere)('', () => {
    async function opened(where?: string): Promise<Ledger> {
      const ledger = await openLedger(where ?? (await fresh()), { create: true });
      onTestFinished(() => ledger.close());
      return ledger;
    }

    test('pairs what was said of a case, in any order of arrival', async () => {
      const rows = history();
      const expected = await casesOf(await opened(), rows);
      expect(expected.map(({ caseId }) => caseId)).toEqual(['b', 'a', 'c', '__proto__', 'undated']);
      const a = expected[1]!;
      expect(a).toMatchObject({ decidedAtMs: 2_000, amount: 70, couldBeCritical: true, segments: { type: 'lease', region: 'north' } });
      expect(a.agent).toMatchObject({ decision: 'reject', decidedAtMs: 3_000, fingerprint: 'f2', confidence: 0.5 });
      expect(a.agentBefore.map(({ decision, decidedAtMs }) => [decision, decidedAtMs])).toEqual([['approve', 2_500]]);
      expect(a.people.map(({ person, decision }) => [person, decision])).toEqual([
        ['ann', 'approve'],
        ['bob', 'reject'],
      ]);
      expect(a.truth?.decision).toBe('reject');
      expect(a.others).toMatchObject({ baseline: { decision: 'approve' } });
      expect(expected.at(-2)!.agent?.unmapped).toBe('no\u0000 \u{1f600} "quoted", \\ and\nlines');

      const random = seededRandom(11);
      for (let turn = 0; turn < 8; turn++) expect(await casesOf(await opened(), shuffled(rows, random))).toEqual(expected);
    });

    test('counts what is said again once, whoever says it and from wherever', async () => {
      const where = await fresh();
      const [first, second] = [await opened(where), await opened(where)];
      const rows = history();
      expect(await first.append(rows)).toEqual({ added: rows.length, repeated: 0 });
      const elsewhere = rows.map((row) => row.map((entry) => ({ ...entry, source: 'another.csv:9' })));
      expect(await second.append(elsewhere)).toEqual({ added: 0, repeated: rows.length });
      expect(await second.append([...rows.slice(0, 3), [agent('new', 'approve', 9)]])).toEqual({ added: 1, repeated: 3 });
      expect(await first.append([])).toEqual({ added: 0, repeated: 0 });
      expect(await count(first)).toBe(6);
    });

    test('one decision in two rows that differ elsewhere is one decision', async () => {
      const ledger = await opened();
      const cases = await casesOf(ledger, [
        [agent('a', 'approve', 5), human('a', 'ann', 'approve', 6)],
        [agent('a', 'approve', 5), { kind: 'truth', caseId: 'a', source: 's', decision: 'approve' }],
      ]);
      expect(cases).toHaveLength(1);
      expect(cases[0]!.agentBefore).toEqual([]);
      expect(cases[0]!.people).toHaveLength(1);
    });

    test('tells of two truths, and of none where a time says which is later', async () => {
      const ledger = await opened();
      const truth = (caseId: string, decision: string, source: string, decidedAtMs?: number): LedgerEntry => ({
        kind: 'truth',
        caseId,
        source,
        decision,
        ...(decidedAtMs === undefined ? {} : { decidedAtMs }),
      });
      await ledger.append([
        [truth('x', 'approve', 'l.csv:2')],
        [truth('x', 'reject', 'l.csv:9')],
        [truth('y', 'approve', 'l.csv:3', 1)],
        [truth('y', 'reject', 'l.csv:4', 2)],
      ]);
      await ledger.append([[human('z', 'ann', 'approve', 7)], [human('z', 'ann', 'reject', 7)], [human('z', 'bob', 'reject', 7)]]);
      const conflicts = await ledger.conflicts();
      expect(conflicts.map(({ caseId, speaker, name, decisions }) => [caseId, speaker, name, decisions.toSorted()])).toEqual([
        ['z', 'human', 'ann', ['approve', 'reject']],
        ['x', 'truth', undefined, ['approve', 'reject']],
      ]);
      expect(conflicts[1]!.sources.toSorted()).toEqual(['l.csv:2', 'l.csv:9']);
    });

    test('gives everything back as it was appended, and remembers imports', async () => {
      const ledger = await opened();
      const rows = history();
      await ledger.append(rows);
      const back: (readonly LedgerEntry[])[] = [];
      for await (const batch of ledger.entries()) back.push(...batch);
      expect(back.toSorted(byText)).toEqual(rows.toSorted(byText));
      const record = { file: 'l.csv', importedAtMs: 1, added: 3, repeated: 0, rejected: 2, reasons: { 'unknown label': 2 } };
      await ledger.recordImport(record);
      await ledger.recordImport({ ...record, importedAtMs: 2 });
      expect((await ledger.imports()).map(({ importedAtMs }) => importedAtMs)).toEqual([1, 2]);
    });

    test('a batch is kept as a whole or not at all', async () => {
      const ledger = await opened();
      const bad = [[agent('a', 'approve', 1)], [agent('b', 'approve', 1), agent('other', 'approve', 1)]];
      await expect(async () => ledger.append(bad)).rejects.toThrow(/exactly one case/);
      expect(await count(ledger)).toBe(0);
      expect(await ledger.append([[agent('a', 'approve', 1)]])).toEqual({ added: 1, repeated: 0 });
    });

    test('several processes write the same and different rows at once; nothing is lost, nothing is twice', async () => {
      const where = await fresh();
      const ledger = await opened(where);
      const prefixes = ['same', 'same', 'same', 'own-1', 'own-2'];
      const outputs = await Promise.all(
        prefixes.map(async (prefix) => {
          const child = spawn(process.execPath, [writer, where, prefix, '12', '40'], { stdio: ['ignore', 'pipe', 'inherit'] });
          let output = '';
          child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
          expect(await once(child, 'close')).toEqual([0, null]);
          return output.trim().split('\n');
        }),
      );
      const sums = outputs.flat().reduce(
        (sum, line) => {
          const [, added, repeated] = line.split(' ').map(Number);
          return { added: sum.added + added!, repeated: sum.repeated + repeated! };
        },
        { added: 0, repeated: 0 },
      );
      expect(sums).toEqual({ added: 3 * 480, repeated: 2 * 480 });
      expect(await count(ledger)).toBe(3 * 480);
    });

    test('kill -9 loses nothing that was acknowledged', async () => {
      const where = await fresh();
      const ledger = await opened(where);
      const random = seededRandom(20261120);
      let acknowledged = 0;
      for (let round = 0; round < 10; round++) {
        const child = spawn(process.execPath, [writer, where, `r${round}`, '1000000', '3'], { stdio: ['ignore', 'pipe', 'inherit'] });
        let output = '';
        child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
        const wanted = 1 + random.below(40);
        while (output.split('\n').length <= wanted && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 1));
        child.kill('SIGKILL');
        await once(child, 'close');
        const lines = output.split('\n').slice(0, -1);
        expect(lines.length).toBeGreaterThan(0);
        acknowledged += lines.length;
        const seen = new Map<string, number>();
        for (const { caseId } of await ledger.cases({ agent: 'agent' })) {
          const [name, batch] = caseId.split('-');
          if (name === `r${round}`) seen.set(batch!, (seen.get(batch!) ?? 0) + 1);
        }
        for (const line of lines) expect(seen.get(line.split(' ')[0]!)).toBe(3);
        // A batch in flight is there as a whole, or not.
        expect([...seen.values()].every((rows) => rows === 3)).toBe(true);
      }
      expect(acknowledged).toBeGreaterThan(30);
    });

    test('that is not there is not made by looking', async () => {
      const where = await fresh();
      await expect(openLedger(where, { create: false })).rejects.toMatchObject({ code: 'LEDGER_NOT_FOUND' });
      await expect(openLedger(where, { create: false })).rejects.toMatchObject({ code: 'LEDGER_NOT_FOUND' });
    });

    test('gives the verdict on a whole history, the same to the last digit, in one part or in many', async () => {
      const folder = tempFolder();
      const file = join(folder, 'decisions.csv');
      writeFileSync(file, [...sampleDecisions('not-yet', 1)].join(''));
      const settings = { mapping: readMapping(sampleMapping, 'mapping.yaml'), rejectedFile: join(folder, 'r.csv'), nowMs: Date.UTC(2026, 10, 1) };
      const whole = await opened();
      await importDecisions(file, { ...settings, ledger: whole });
      const inParts = await opened();
      for await (const batch of whole.entries()) for (const row of batch.toReversed()) await inParts.append(row.map((entry) => [entry]));
      const judge = (ledger: Ledger): ReturnType<typeof assessLedger> =>
        assessLedger(ledger, defaultReadinessPolicy, { nowMs: Date.UTC(2026, 10, 1), seed: 1, queueLimit: 1000 });
      const { readiness, disagreements } = await judge(whole);
      expect(readiness.verdict).toBe('NOT YET');
      expect(await judge(inParts)).toMatchObject({ readiness, disagreements });
      // The figures of the other kind of ledger are these very ones.
      verdicts.push(canonicalJson({ readiness, disagreements } as unknown as Json));
      expect(new Set(verdicts).size).toBe(1);
    });

    test('never shows its password', async () => {
      const ledger = await opened();
      expect(ledger.name).not.toContain('no-password-needed');
      if (kind === 'PostgreSQL') expect(ledger.name).toMatch(/^postgres:\/\/tests@127\.0\.0\.1:\d+\/d\d+$/);
    });
  });
});

test('a file that is no ledger is left alone', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'notes.txt'), 'These are notes, many of them, and no database at all.\n'.repeat(40));
  await expect(openLedger(join(folder, 'notes.txt'), { create: true })).rejects.toMatchObject({ code: 'LEDGER_UNREADABLE' });
  const { DatabaseSync } = await import('node:sqlite');
  const other = new DatabaseSync(join(folder, 'other.db'));
  other.exec('create table theirs (a)');
  other.close();
  await expect(openLedger(join(folder, 'other.db'), { create: true })).rejects.toMatchObject({ code: 'LEDGER_UNREADABLE' });
  const ledger = await openLedger(join(folder, 'ours.db'), { create: true });
  await ledger.close();
  const later = new DatabaseSync(join(folder, 'ours.db'));
  later.exec('pragma user_version = 2');
  later.close();
  await expect(openLedger(join(folder, 'ours.db'), { create: true })).rejects.toMatchObject({ code: 'LEDGER_UNREADABLE' });
});

test('a server that does not answer is a failure in words, without the password', async () => {
  const failure = openLedger('postgres://me:secret-word@127.0.0.1:1/nothing', { create: true });
  await expect(failure).rejects.toMatchObject({ code: 'LEDGER_UNREACHABLE' });
  await expect(failure).rejects.not.toThrow(/secret-word/);
});

function agent(caseId: string, decision: string, decidedAtMs?: number): LedgerEntry {
  return { kind: 'agent', caseId, source: 's', agent: 'agent', decision, ...(decidedAtMs === undefined ? {} : { decidedAtMs }) };
}

function human(caseId: string, person: string, decision: string, decidedAtMs: number): LedgerEntry {
  return { kind: 'human', caseId, source: 's', person, decision, decidedAtMs };
}

/** Late, revised, repeated by two agents and three people; one row an entry or a whole case. */
function history(): readonly (readonly LedgerEntry[])[] {
  const common = { source: 'l.csv:2' };
  return [
    [{ kind: 'case', caseId: 'a', ...common, decidedAtMs: 1, fields: { n: 1 }, segments: { type: 'loan', region: 'north' }, amount: 50 }],
    [
      {
        kind: 'case',
        caseId: 'a',
        ...common,
        decidedAtMs: 2,
        fields: { n: 2, deep: { x: [1, null] } },
        segments: { type: 'lease' },
        amount: 70,
        couldBeCritical: true,
      },
    ],
    [{ kind: 'agent', caseId: 'a', ...common, agent: 'agent', decision: 'approve', decidedAtMs: 2_000, fingerprint: 'f1' }],
    [{ kind: 'agent', caseId: 'a', ...common, agent: 'agent', decision: 'approve', decidedAtMs: 2_500, fingerprint: 'f2' }],
    [
      {
        kind: 'agent',
        caseId: 'a',
        ...common,
        agent: 'agent',
        decision: 'reject',
        decidedAtMs: 3_000,
        fingerprint: 'f2',
        confidence: 0.5,
        risk: 0.1,
        costUsd: 0.02,
        trace: 't.json',
      },
    ],
    [{ kind: 'agent', caseId: 'a', ...common, agent: 'baseline', decision: 'approve' }],
    [human('a', 'bob', 'reject', 2_000)],
    [human('a', 'ann', 'reject', 2_400)],
    [human('a', 'ann', 'approve', 2_600)],
    [{ kind: 'truth', caseId: 'a', ...common, decision: 'approve', decidedAtMs: 10 }],
    [{ kind: 'truth', caseId: 'a', ...common, decision: 'reject', decidedAtMs: 20 }],
    [agent('b', 'approve', 900), human('b', 'ann', 'approve', 950)],
    [agent('c', 'approve', 2_700)],
    [{ kind: 'agent', caseId: '__proto__', ...common, agent: 'agent', decidedAtMs: 5_000, unmapped: 'no\u0000 \u{1f600} "quoted", \\ and\nlines' }],
    [{ kind: 'human', caseId: 'undated', ...common, person: 'ann', decision: 'approve', blind: false }],
  ];
}

async function casesOf(ledger: Ledger, rows: readonly (readonly LedgerEntry[])[]): Promise<readonly ShadowCase[]> {
  for (const row of rows) await ledger.append([row]);
  return [...(await ledger.cases({ agent: 'agent' }))];
}

async function count(ledger: Ledger): Promise<number> {
  return [...(await ledger.cases({ agent: 'agent' }))].length;
}

function shuffled<T>(list: readonly T[], random: { below(bound: number): number }): readonly T[] {
  const copy = [...list];
  for (let index = copy.length - 1; index > 0; index--) {
    const other = random.below(index + 1);
    [copy[index], copy[other]] = [copy[other]!, copy[index]!];
  }
  return copy;
}

function byText(a: readonly LedgerEntry[], b: readonly LedgerEntry[]): number {
  const [textA, textB] = [a, b].map((row) => canonicalJson(row as unknown as Json));
  return textA! < textB! ? -1 : 1;
}
