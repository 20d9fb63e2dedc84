import type { Random } from '../../domain/random.ts';
import type { DriftFigure } from '../../domain/readiness-figures.ts';
import type { ReadinessPolicy } from '../../domain/readiness-policy.ts';
import type { Gate } from '../../domain/readiness.ts';
import { kolmogorovSmirnov } from '../statistics/kolmogorov-smirnov.ts';
import { populationStability, stabilityByChance } from '../statistics/population-stability.ts';
import type { Evidence, FieldColumn, TextColumn } from './evidence.ts';
import { samplePresent } from './present.ts';
import { counted, listed } from './words.ts';

const casesMin = 50;
const binsMax = 10;
const categoriesMax = 20;

export interface DriftFindings {
  readonly gate: Gate;
  readonly figures: readonly DriftFigure[];
}

/** A field as the comparison wants it; `from` is the first recent row. */
interface Split {
  readonly evidence: Evidence;
  readonly from: number;
  readonly policy: ReadinessPolicy['drift'];
  readonly random: Random;
}

/** The last days against those before, field by field: is the work still the work on which the agent was judged? */
export function judgeDrift(evidence: Evidence, days: Float64Array, { drift }: ReadinessPolicy, random: Random): DriftFindings {
  const last = days.findLast((day) => !Number.isNaN(day));
  const from = last === undefined ? -1 : days.findIndex((day) => day > last - drift.recentDays);
  const gate = { name: 'drift', value: null, threshold: drift.psiBlock, validity: 'not certifying' } as const;
  if (from < casesMin || evidence.rows - from < casesMin) {
    const text = `drift cannot be told: fewer than ${casesMin} cases in the last ${counted(drift.recentDays, 'day')}, or before them`;
    return { gate: { ...gate, outcome: 'not-applicable', text }, figures: [] };
  }
  const split: Split = { evidence, from, policy: drift, random };
  const figures = comparable(evidence)
    .filter(({ name }) => drift.fields === undefined || drift.fields.includes(name))
    .map((field) => compare(field, split));
  for (const name of drift.fields ?? []) {
    if (figures.every(({ field }) => field !== name)) figures.push(notApplicable(name, 'category', split, 'no case has such a field'));
  }
  const blocking = figures.filter(({ outcome }) => outcome === 'blocks');
  const warning = figures.filter(({ outcome }) => outcome === 'warns');
  const worst = figures.reduce((max, { psi }) => Math.max(max, psi ?? 0), 0);
  const names = (found: readonly DriftFigure[]): string => listed(found.map(({ field, psi }) => `${field} (${psi!.toFixed(2)})`));
  const text =
    blocking.length > 0
      ? `the work has changed in the last ${counted(drift.recentDays, 'day')}: ${names(blocking)}`
      : warning.length > 0
        ? `drift beyond chance, not beyond ${drift.psiBlock}: ${names(warning)}`
        : `no drift in ${counted(figures.length, 'field')} beyond chance`;
  return { gate: { ...gate, outcome: blocking.length > 0 ? 'blocked' : 'holds', text: `${text}${leftOut(evidence)}`, value: worst }, figures };
}

function leftOut({ fieldsLeftOut }: Evidence): string {
  return fieldsLeftOut === 0 ? '' : `; ${counted(fieldsLeftOut, 'more field')} not looked at: name those that matter in the policy`;
}

/** What may drift: all fields and segments of the cases, what the agent says of itself, and what is decided. */
function comparable(evidence: Evidence): readonly FieldColumn[] {
  const { labels: values } = evidence;
  const number = (name: string, numbers: Float64Array): FieldColumn => ({ name, numbers, overflown: false });
  const text = (texts: TextColumn): FieldColumn => ({ name: texts.name, texts, overflown: false });
  const taken = new Set(evidence.segments.map(({ name }) => name));
  return [
    ...evidence.segments.map(text),
    number('amount', evidence.amount),
    number('confidence', evidence.confidence),
    number('risk', evidence.risk),
    text({ name: 'agent decision', values, ids: evidence.decision }),
    text({ name: 'right decision', values, ids: evidence.reference }),
    ...evidence.fields.filter(({ name }) => !taken.has(name) && !['amount', 'confidence', 'risk'].includes(name)),
  ].filter(({ numbers, texts, overflown }) => overflown || texts !== undefined || (numbers?.some((value) => !Number.isNaN(value)) ?? false));
}

function compare(field: FieldColumn, split: Split): DriftFigure {
  const { name, numbers, texts, overflown } = field;
  const kind = numbers === undefined ? 'category' : 'numeric';
  if (overflown) return notApplicable(name, kind, split, 'it has too many different values to compare');
  if (texts !== undefined) return compareTexts(name, texts, split);
  const values = numbers!;
  const before = samplePresent(values, 0, split.from);
  const recent = samplePresent(values, split.from, values.length);
  if (before.length < casesMin || recent.length < casesMin) return notApplicable(name, kind, split, 'too few cases have it');
  if (growsWithTime(before)) return notApplicable(name, kind, split, 'it grows with time, as serial numbers and dates do');
  before.sort();
  recent.sort();
  const edges = edgesOf(before);
  const { distance, p } = kolmogorovSmirnov(before, recent);
  const figure = judge(name, kind, histogram(values, 0, split.from, edges), histogram(values, split.from, values.length, edges), split);
  return { ...figure, ksDistance: distance, ksP: p };
}

function compareTexts(name: string, { ids, values }: TextColumn, split: Split): DriftFigure {
  const counts = [new Float64Array(values.texts.length), new Float64Array(values.texts.length)] as const;
  for (let row = 0; row < ids.length; row++) {
    const side = row < split.from ? counts[0] : counts[1];
    side[ids[row]!] = side[ids[row]!]! + 1;
  }
  const total = (id: number): number => counts[0][id]! + counts[1][id]!;
  const seen = [...counts[0].keys()].filter((id) => total(id) > 0).toSorted((a, b) => total(b) - total(a));
  if (seen.length > Math.max(categoriesMax, ids.length / 10))
    return notApplicable(name, 'category', split, 'nearly every case has a value of its own');
  const fold = (side: Float64Array): Float64Array => {
    const rest = seen.slice(categoriesMax).reduce((sum, id) => sum + side[id]!, 0);
    return Float64Array.from([...seen.slice(0, categoriesMax).map((id) => side[id]!), ...(seen.length > categoriesMax ? [rest] : [])]);
  };
  return judge(name, 'category', fold(counts[0]), fold(counts[1]), split);
}

function judge(field: string, kind: DriftFigure['kind'], before: Float64Array, recent: Float64Array, { policy, random }: Split): DriftFigure {
  const psi = populationStability(before, recent);
  const psiByChance = stabilityByChance(before, recent, policy.permutations, random.fork(field));
  const beyond = psi > psiByChance;
  const outcome = !beyond ? 'quiet' : psi > policy.psiBlock ? 'blocks' : 'warns';
  const text = `${field}: ${psi.toFixed(3)} (chance reaches ${psiByChance.toFixed(3)} in one of twenty)`;
  const size = (side: Float64Array): number => side.reduce((sum, count) => sum + count, 0);
  return { field, kind, before: size(before), recent: size(recent), psi, psiByChance, outcome, text, validity: 'not certifying' };
}

function notApplicable(field: string, kind: DriftFigure['kind'], { evidence, from }: Split, why: string): DriftFigure {
  const sizes = { before: from, recent: evidence.rows - from };
  return { field, kind, ...sizes, psi: null, psiByChance: null, outcome: 'not-applicable', text: `${field}: ${why}`, validity: 'not certifying' };
}

/** Inner edges of bins that hold equally many of the earlier values; ties make fewer bins. */
function edgesOf(sorted: Float64Array): Float64Array {
  const edges = Array.from({ length: binsMax - 1 }, (_, index) => sorted[Math.floor(((index + 1) * sorted.length) / binsMax)]!);
  return Float64Array.from(new Set(edges));
}

/** A value on an edge belongs to the bin above it. */
function histogram(values: Float64Array, from: number, to: number, edges: Float64Array): Float64Array {
  const counts = new Float64Array(edges.length + 1);
  for (let row = from; row < to; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    let bin = 0;
    while (bin < edges.length && value >= edges[bin]!) bin++;
    counts[bin]!++;
  }
  return counts;
}

function growsWithTime(values: Float64Array): boolean {
  let [steps, up] = [0, 0];
  let before = Number.NaN;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (!Number.isNaN(before) && value !== before) {
      steps++;
      if (value > before) up++;
    }
    before = value;
  }
  return steps > 20 && up >= 0.95 * steps;
}
