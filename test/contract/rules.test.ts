import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asRuleTable, boundaryCases, decideByRules, findRuleProblems, readRules } from '../../src/contract/index.ts';
import type { Json, JsonObject } from '../../src/domain/json.ts';
import type { RuleTable } from '../../src/domain/world.ts';

// Goal: a table of rules decides what it says, and what is reported as wrong with it is what a search over every task finds. Method: small tables at random over
// fields of a few values, judged by the plainest evaluation that there is; and the table of the source document.

const kinds = ['a', 'b', 'c'] as const;
const amountMax = 12;

interface PlainRule {
  readonly kind?: string | readonly string[];
  readonly amount?: string | number;
  readonly flag?: boolean;
  readonly to: string;
}

const plainRule: fc.Arbitrary<PlainRule> = fc
  .record(
    {
      kind: fc.oneof(fc.constantFrom(...kinds, 'not_a', 'not_b'), fc.subarray([...kinds], { minLength: 1 })),
      amount: fc.oneof(
        fc.tuple(fc.constantFrom('>', '>=', '<', '<=', '!='), fc.integer({ min: -1, max: amountMax + 1 })).map(([sign, bound]) => `${sign}${bound}`),
        fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 12 })).map(([low, high]) => `>=${low} <${high}`),
        fc.integer({ min: 0, max: amountMax }),
      ),
      flag: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  .chain((condition) => fc.constantFrom('x', 'y').map((to) => ({ ...condition, to })));

const tables = fc.array(plainRule, { minLength: 1, maxLength: 5 });

function tableOf(rules: readonly PlainRule[], otherwise = false): RuleTable {
  return asRuleTable({
    domain: 'd',
    version: 1,
    fields: { kind: { enum: kinds }, amount: { type: 'integer', minimum: 0, maximum: amountMax }, flag: { type: 'boolean' } },
    routing_rules: rules.map(({ to, ...condition }) => ({ condition: condition as JsonObject, route_to: to })),
    ...(otherwise ? { otherwise: { route_to: 'z' } } : {}),
  });
}

interface Task {
  readonly kind: string;
  readonly amount: number;
  readonly flag: boolean;
}

const everyTask: readonly Task[] = kinds.flatMap((kind) =>
  Array.from({ length: amountMax + 1 }, (_, amount) => [true, false].map((flag) => ({ kind, amount, flag }))).flat(),
);

/** The plainest evaluation: by hand, for these three fields. */
function holdsFor({ kind, amount, flag }: PlainRule, task: Task): boolean {
  if (flag !== undefined && flag !== task.flag) return false;
  if (typeof kind === 'string' && (kind.startsWith('not_') ? task.kind === kind.slice(4) : task.kind !== kind)) return false;
  if (Array.isArray(kind) && !kind.includes(task.kind)) return false;
  if (typeof amount === 'number') return task.amount === amount;
  return (amount?.split(' ') ?? []).every((part) => {
    const bound = Number(part.replace(/^\D*?(?=-?\d)/, ''));
    if (part.startsWith('>=')) return task.amount >= bound;
    if (part.startsWith('<=')) return task.amount <= bound;
    if (part.startsWith('!=')) return task.amount !== bound;
    return part.startsWith('>') ? task.amount > bound : task.amount < bound;
  });
}

describe('a table at random', () => {
  test('decides every task as the plainest evaluation does', () => {
    fc.assert(
      fc.property(tables, fc.constantFrom(...everyTask), (rules, task) => {
        const names = rules.flatMap((rule, index) => (holdsFor(rule, task) ? [`routing rule ${index + 1}`] : []));
        const decision = decideByRules(tableOf(rules), task as unknown as JsonObject);
        expect(decision.rules).toEqual(names);
        const said = new Set(rules.filter((rule) => holdsFor(rule, task)).map(({ to }) => to));
        expect(decision.conflicts.length > 0).toBe(said.size > 1);
        if (said.size === 1) expect(decision.outcome).toEqual({ route_to: [...said][0] });
        expect(decideByRules(tableOf(rules, true), task as unknown as JsonObject).outcome).toEqual(
          said.size === 0 ? { route_to: 'z' } : decision.outcome,
        );
      }),
      { numRuns: 500 },
    );
  });

  test('has just the overlaps, gaps, unreachable and shadowed rules that a search over every task finds', () => {
    const seen = { overlap: 0, gap: 0, unreachable: 0, shadowed: 0, none: 0 };
    fc.assert(
      fc.property(tables, (rules) => {
        const found = findRuleProblems(tableOf(rules));
        const named = (kind: string): readonly string[] =>
          found.filter((problem) => problem.kind === kind).map((problem) => problem.rules.join(' & '));
        const name = (index: number): string => `routing rule ${index + 1}`;
        const matching = everyTask.map((task) => rules.map((rule) => holdsFor(rule, task)));
        const overlaps = rules.flatMap((one, i) =>
          rules.flatMap((other, j) => (i < j && one.to !== other.to && matching.some((row) => row[i] && row[j]) ? [`${name(i)} & ${name(j)}`] : [])),
        );
        const dead = rules.flatMap((_, i) => (matching.some((row) => row[i]) ? [] : [name(i)]));
        const shadowed = rules.flatMap((rule, i) => {
          const own = matching.filter((row) => row[i]);
          // The value of the first rule stays: another rule says the same only where the first of the others does.
          return own.length > 0 && own.every((row) => rules.find((_, j) => j !== i && row[j])?.to === rule.to) ? [name(i)] : [];
        });
        expect(named('overlap')).toEqual(overlaps);
        expect(named('unreachable')).toEqual(dead);
        expect(named('shadowed')).toEqual(shadowed);
        const hasGap = matching.some((row) => !row.includes(true));
        expect(named('gap').length > 0).toBe(hasGap);
        if (overlaps.length > 0) seen.overlap++;
        if (dead.length > 0) seen.unreachable++;
        if (shadowed.length > 0) seen.shadowed++;
        if (hasGap) seen.gap++;
        if (overlaps.length + dead.length + shadowed.length === 0 && !hasGap) seen.none++;
        expect(findRuleProblems(tableOf(rules, true)).some(({ kind }) => kind === 'gap')).toBe(false);
      }),
      { numRuns: 400, seed: 1 },
    );
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(0);
  });

  test('has boundary cases on both sides of every rule, the same each time', () => {
    fc.assert(
      fc.property(tables, (rules) => {
        const table = tableOf(rules);
        const cases = boundaryCases(table);
        expect(boundaryCases(tableOf(rules))).toEqual(cases);
        expect(new Set(cases.map(({ task }) => JSON.stringify(task))).size).toBe(cases.length);
        const reachable = rules.filter((rule) => everyTask.some((task) => holdsFor(rule, task)));
        for (const rule of reachable) {
          const outcomes = new Set(cases.map(({ task }) => holdsFor(rule, task as unknown as Task)));
          expect(outcomes.has(true), JSON.stringify(rule)).toBe(true);
          const all = everyTask.every((task) => holdsFor(rule, task));
          if (!all) expect(outcomes.has(false), JSON.stringify(rule)).toBe(true);
        }
        for (const { task, expected } of cases) expect(expected).toEqual(decideByRules(table, task));
      }),
      { numRuns: 200 },
    );
  });
});

/** As the source document has it, with the fields that it leaves unsaid. */
const seed = `
domain: contract_approval
version: 2.1
fields:
  contract_type: { enum: [аренда, поставка] }
  amount_rub: { type: integer, minimum: 0, maximum: 100000000 }
  contractor_type: { enum: [ИП, ООО] }
  tax_system: { enum: [УСН, ОСНО] }
  urgency: { enum: [critical, normal] }
  time: { from: submitted_at, words: { friday_after_15: { weekday: friday, after: "15:00" } } }
routing_rules:
  - condition: { contract_type: "аренда", amount_rub: ">500000" }
    route_to: "legal_senior"
    sla_hours: 48
  - condition: { contractor_type: "ИП", tax_system: "УСН" }
    additional_checks: ["tax_risk_assessment", "bankruptcy_check"]
  - condition: { time: "friday_after_15", urgency: "not_critical" }
    action: "postpone_to_monday"
    reason: "Петров не отвечает в пятницу вечером :)"
implicit_rules:
  - name: "million_threshold"
    description: "Суммы >1M требуют визы финдира"
    extracted_from: "interview_cfo_2025-01-10"
    confidence: 0.95
    condition: { amount_rub: ">1000000" }
    additional_checks: ["cfo_visa"]
`;

describe('the table of the source document', () => {
  const table = readRules(seed, 'rules.yaml');
  const task = {
    contract_type: 'аренда',
    amount_rub: 500_001,
    contractor_type: 'ООО',
    tax_system: 'ОСНО',
    urgency: 'normal',
    submitted_at: '2026-11-20T14:59',
  };

  test.each<[string, JsonObject, Json]>([
    ['a rent beyond the bound', {}, { route_to: 'legal_senior', sla_hours: 48 }],
    ['a rent at the bound', { amount_rub: 500_000 }, {}],
    ['friday afternoon', { submitted_at: '2026-11-20T15:00' }, { route_to: 'legal_senior', sla_hours: 48, action: 'postpone_to_monday' }],
    ['friday afternoon, but critical', { submitted_at: '2026-11-20T15:00', urgency: 'critical' }, { route_to: 'legal_senior', sla_hours: 48 }],
    ['thursday afternoon', { submitted_at: '2026-11-19T15:00' }, { route_to: 'legal_senior', sla_hours: 48 }],
    [
      'everything at once: lists are united',
      { amount_rub: 1_000_001, contractor_type: 'ИП', tax_system: 'УСН' },
      { route_to: 'legal_senior', sla_hours: 48, additional_checks: ['tax_risk_assessment', 'bankruptcy_check', 'cfo_visa'] },
    ],
  ])('%s', (_, members, outcome) => {
    expect(decideByRules(table, { ...task, ...members }).outcome).toEqual(outcome);
  });

  test('a task that does not tell a field leaves the rules that ask for it undecided', () => {
    expect(decideByRules(table, { contract_type: 'аренда' })).toEqual({
      outcome: {},
      rules: [],
      conflicts: [],
      undecided: [
        { rule: 'routing rule 1', field: 'amount_rub' },
        { rule: 'routing rule 2', field: 'contractor_type' },
        { rule: 'routing rule 3', field: 'time' },
        { rule: 'million_threshold', field: 'amount_rub' },
      ],
    });
  });

  test('has one problem: tasks for which no rule holds', () => {
    expect(findRuleProblems(table).map(({ kind }) => kind)).toEqual(['gap']);
  });

  test('yields its own boundary cases: amounts around each bound, minutes around three on friday, each type', () => {
    const tasks = boundaryCases(table).map((one) => one.task);
    const values = (name: string): ReadonlySet<Json | undefined> => new Set(tasks.map((one) => one[name]));
    for (const amount of [499_999, 500_000, 500_001, 999_999, 1_000_000, 1_000_001]) expect(values('amount_rub')).toContain(amount);
    for (const moment of ['2026-01-09T14:59', '2026-01-09T15:00', '2026-01-09T15:01', '2026-01-08T15:00'])
      expect(values('submitted_at')).toContain(moment);
    expect(values('contract_type')).toEqual(new Set(['аренда', 'поставка']));
    expect(values('urgency')).toEqual(new Set(['critical', 'normal']));
  });
});

test('what no rule that holds says follows from otherwise, member by member', () => {
  const table = asRuleTable({
    domain: 'd',
    version: 1,
    otherwise: { route_to: 'legal', sla_hours: 24 },
    routing_rules: [{ condition: { kind: 'a' }, sla_hours: 48 }],
  });
  expect(decideByRules(table, { kind: 'a' }).outcome).toEqual({ route_to: 'legal', sla_hours: 48 });
  expect(decideByRules(table, { kind: 'b' }).outcome).toEqual({ route_to: 'legal', sla_hours: 24 });
});

describe('names that a table does not declare', () => {
  test('are reported with their rule', () => {
    const table = asRuleTable({
      domain: 'd',
      version: 1,
      fields: { kind: { enum: ['a', 'b'] } },
      otherwise: {},
      routing_rules: [
        { condition: { knid: 'a' }, to: 'x' },
        { name: 'strange', condition: { kind: 'c' }, to: 'x' },
      ],
    });
    expect(findRuleProblems(table)).toEqual(
      expect.arrayContaining([
        { kind: 'unknown-field', rules: ['routing rule 1'], text: 'routing rule 1 asks for knid, which is no declared field (kind).' },
        { kind: 'unknown-value', rules: ['strange'], text: 'strange asks for kind "c", which is none of "a", "b".' },
        { kind: 'unreachable', rules: ['strange'], text: 'strange holds for no task: {"kind":"c"}.' },
      ]),
    );
  });

  test('a value that begins with not_ and is declared is that value', () => {
    const table = asRuleTable({
      domain: 'd',
      version: 1,
      fields: { urgency: { enum: ['not_critical', 'critical'] } },
      routing_rules: [{ condition: { urgency: 'not_critical' }, to: 'x' }],
    });
    expect(decideByRules(table, { urgency: 'not_critical' }).rules).toHaveLength(1);
    expect(decideByRules(table, { urgency: 'critical' }).rules).toHaveLength(0);
  });
});
