import { seededRandom, type Random } from '../../domain/random.ts';
import { csvLine } from '../csv-line.ts';

/** Histories that somebody could have; each of them ends in another verdict under the default policy. */
export const sampleNames = ['ready', 'ready-within-envelope', 'not-yet', 'blocked', 'invalid'] as const;
export type SampleName = (typeof sampleNames)[number];

interface Recipe {
  readonly days: number;
  readonly perDay: number;
  /** Share of right decisions where the agent is sure, and where it is not. */
  readonly rightWhenSure: number;
  readonly rightWhenUnsure: number;
  readonly unsureShare: number;
  readonly criticalErrors: number;
  /** Share of cases in which the person saw the agent's answer. */
  readonly notBlindShare: number;
  /** How often a person is not of the adjudicated opinion. */
  readonly humanErrorShare: number;
}

const recipes: Readonly<Record<SampleName, Recipe>> = {
  ready: {
    days: 60,
    perDay: 50,
    rightWhenSure: 0.993,
    rightWhenUnsure: 0.97,
    unsureShare: 0.1,
    criticalErrors: 0,
    notBlindShare: 0,
    humanErrorShare: 0.03,
  },
  'ready-within-envelope': {
    days: 42,
    perDay: 30,
    rightWhenSure: 0.995,
    rightWhenUnsure: 0.82,
    unsureShare: 0.28,
    criticalErrors: 0,
    notBlindShare: 0,
    humanErrorShare: 0.03,
  },
  'not-yet': {
    days: 16,
    perDay: 20,
    rightWhenSure: 0.98,
    rightWhenUnsure: 0.9,
    unsureShare: 0.2,
    criticalErrors: 0,
    notBlindShare: 0,
    humanErrorShare: 0.03,
  },
  blocked: {
    days: 60,
    perDay: 50,
    rightWhenSure: 0.993,
    rightWhenUnsure: 0.97,
    unsureShare: 0.1,
    criticalErrors: 2,
    notBlindShare: 0,
    humanErrorShare: 0.03,
  },
  invalid: {
    days: 60,
    perDay: 50,
    rightWhenSure: 0.993,
    rightWhenUnsure: 0.97,
    unsureShare: 0.1,
    criticalErrors: 0,
    notBlindShare: 0.12,
    humanErrorShare: 0.03,
  },
};

const columns = [
  'case_id',
  'contract_type',
  'region',
  'amount',
  'could_be_critical',
  'agent_decision',
  'agent_confidence',
  'agent_risk',
  'agent_decided_at',
  'agent_fingerprint',
  'agent_trace',
  'cheap_rule_decision',
  'reviewer_1',
  'reviewer_2',
  'reviewed_at',
  'reviewed_blind',
  'adjudicated',
];

/** What the columns are; written beside the sample. */
export const sampleMapping: string = `# yaml-language-server: $schema=../../node_modules/rehearsal/schema/shadow-mapping.json
# SYNTHETIC: the mapping of a sample that a program made up. No person and no agent decided any of it.
mapping: 1
case:
  id: case_id
  amount: amount
  couldBeCritical: could_be_critical
  segments: { type: contract_type }
  fields: [region]
labels:
  approve: [approve, approved]
  reject: [reject, rejected]
agents:
  agent:
    decision: agent_decision
    confidence: agent_confidence
    risk: agent_risk
    decidedAt: agent_decided_at
    trace: agent_trace
    fingerprint: agent_fingerprint
  cheap rule:
    decision: cheap_rule_decision
    decidedAt: agent_decided_at
people:
  - { person: { value: reviewer 1 }, decision: reviewer_1, decidedAt: reviewed_at, blind: reviewed_blind }
  - { person: { value: reviewer 2 }, decision: reviewer_2, decidedAt: reviewed_at, blind: reviewed_blind }
truth: { decision: adjudicated, decidedAt: reviewed_at }
`;

const firstDayMs = Date.UTC(2026, 0, 5);
const dayMs = 86_400_000;

/** A made-up history of contract approvals as CSV; the same seed makes the same one. */
export function* sampleDecisions(name: SampleName, seed: number): Generator<string> {
  const recipe = recipes[name];
  const random = seededRandom(seed).fork(`sample ${name}`);
  const criticalAt = new Set(
    Array.from({ length: recipe.criticalErrors }, (_, index) => Math.floor((recipe.days * recipe.perDay * (index + 2)) / 5)),
  );
  let dueCritical = 0;
  yield csvLine(columns);
  for (let index = 0; index < recipe.days * recipe.perDay; index++) {
    if (criticalAt.has(index)) dueCritical++;
    const [line, wasCritical] = sampleRow(index, recipe, dueCritical > 0, random);
    if (wasCritical) dueCritical--;
    yield line;
  }
}

function sampleRow(index: number, recipe: Recipe, makeCritical: boolean, random: Random): readonly [line: string, wasCritical: boolean] {
  const type = random.next() < 0.55 ? 'loan' : random.next() < 0.9 ? 'lease' : 'large lease';
  const amount = Math.round((type === 'large lease' ? 500_000 : 4_000) * (1 + random.next() * (type === 'large lease' ? 3 : 40)));
  const canBeCritical = amount > 60_000;
  const truth = random.next() < 0.62 ? 'approve' : 'reject';
  const wrong = truth === 'approve' ? 'reject' : 'approve';
  const isUnsure = random.next() < recipe.unsureShare * (type === 'large lease' ? 2 : 1);
  const wasCritical = makeCritical && canBeCritical;
  // Where a mistake could be critical this agent makes none, unless the recipe asks for one.
  const isRight = !wasCritical && (canBeCritical || random.next() < (isUnsure ? recipe.rightWhenUnsure : recipe.rightWhenSure));
  const decision = isRight ? truth : wrong;
  const confidence = isUnsure ? 0.55 + random.next() * 0.35 : 0.91 + random.next() * 0.089;
  const decidedAtMs =
    firstDayMs + Math.floor(index / recipe.perDay) * dayMs + (8 * 60 + Math.floor(((index % recipe.perDay) * 600) / recipe.perDay)) * 60_000;
  const reviewer = (): string => (random.next() < recipe.humanErrorShare ? wrong : truth);
  const line = csvLine([
    `K-${String(index + 1).padStart(5, '0')}`,
    type,
    ['north', 'south', 'east', 'west'][random.below(4)]!,
    amount,
    canBeCritical ? 'yes' : 'no',
    random.next() < 0.002 && !canBeCritical ? 'I would ask a colleague.' : decision,
    confidence.toFixed(3),
    (isUnsure ? 0.3 + random.next() * 0.4 : random.next() * 0.3).toFixed(2),
    new Date(decidedAtMs).toISOString(),
    'synthetic-agent-1',
    `traces/K-${String(index + 1).padStart(5, '0')}.json`,
    random.next() < 0.8 ? truth : wrong,
    reviewer(),
    reviewer(),
    new Date(decidedAtMs + 2 * 3_600_000).toISOString(),
    random.next() < recipe.notBlindShare ? 'no' : 'yes',
    truth,
  ]);
  return [line, wasCritical];
}
