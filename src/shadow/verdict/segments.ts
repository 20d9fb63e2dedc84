import type { SegmentFigure, SegmentOutcome } from '../../domain/readiness-figures.ts';
import type { ReadinessPolicy } from '../../domain/readiness-policy.ts';
import type { Gate, GateNeed } from '../../domain/readiness.ts';
import { anytimeLower, anytimeUpper, decisionsUntilAbove } from '../statistics/anytime-bounds.ts';
import type { Evidence, TextColumn } from './evidence.ts';
import { bound, counted, rate, segmentName, whole } from './words.ts';

const valuesMax = 100;

export interface SegmentFindings {
  readonly gates: readonly Gate[];
  readonly figures: readonly SegmentFigure[];
}

interface Tally {
  readonly segment: string;
  readonly value: string;
  n: number;
  k: number;
}

/** Each segment must be good enough by itself; the α is shared out, so that what is said of all of them holds together. */
export function judgeSegments(evidence: Evidence, policy: ReadinessPolicy): SegmentFindings {
  const tallies = tallySegments(evidence, policy);
  const alpha = policy.alpha / Math.max(1, tallies.length);
  const threshold = policy.segments.min;
  const figures: SegmentFigure[] = [];
  const gates: Gate[] = tooMany(evidence, policy).map(({ name, values }) => ({
    name: `segment:${name}`,
    outcome: 'invalid',
    text: `segment ${name} has ${whole(values.texts.length - 1)} values, too many to judge each: declare those that matter in the policy`,
    value: values.texts.length - 1,
    threshold: valuesMax,
    validity: 'exact',
  }));
  for (const { segment, value, n, k } of tallies) {
    const [lower, upper] = [anytimeLower(k, n, alpha), n === 0 ? 1 : anytimeUpper(k, n, alpha)];
    const outcome = outcomeOf(n, lower, upper, threshold, alpha);
    figures.push({ segment, value, n, k, rate: n === 0 ? null : k / n, lower, upper, threshold, outcome, validity: 'any look' });
    const needs = outcome === 'holds' || n === 0 ? undefined : needOf(k, n, threshold, alpha, evidence.rows);
    gates.push({
      name: `segment:${segment}=${value}`,
      outcome: outcome === 'holds' ? 'holds' : 'fails',
      text: textOf(segmentName(segment, value), k, n, lower, threshold, outcome),
      value: n === 0 ? null : lower,
      threshold,
      validity: 'any look',
      ...(needs === undefined ? {} : { needs }),
    });
  }
  return { gates, figures };
}

/** Segments whose values are not declared, and are too many to have a gate each. */
function tooMany({ segments }: Evidence, { segments: { declared } }: ReadinessPolicy): readonly TextColumn[] {
  const open = declared.length === 0 ? undefined : declared.filter(({ values }) => values === undefined).map(({ segment }) => segment);
  return segments.filter(({ name, values }) => values.texts.length > valuesMax + 1 && (open === undefined || open.includes(name)));
}

/** Declared segments also where no case has them; values that were not declared by name. */
function tallySegments(evidence: Evidence, { segments: { declared } }: ReadinessPolicy): readonly Tally[] {
  const wanted = declared.length > 0 ? declared : evidence.segments.map(({ name }) => ({ segment: name, values: undefined }));
  return wanted.flatMap(({ segment, values }) => {
    const column = evidence.segments.find(({ name }) => name === segment);
    if (values === undefined && column !== undefined && column.values.texts.length > valuesMax + 1) return [];
    const texts = column?.values.texts ?? [''];
    const [n, k] = [new Float64Array(texts.length), new Float64Array(texts.length)];
    for (let row = 0; row < (column?.ids.length ?? 0); row++) {
      const id = column!.ids[row]!;
      n[id] = n[id]! + 1;
      k[id] = k[id]! + evidence.right[row]!;
    }
    // Where a segment is judged value by value, the cases that have none of them are a group as well: they must not hide there.
    const notGiven = n[0]! > 0 && n[0]! < evidence.rows ? [''] : [];
    const named = values ?? [...texts.filter((_, id) => id > 0 && n[id]! > 0).toSorted(), ...notGiven];
    return named.map((value) => {
      const id = value === '' ? 0 : texts.indexOf(value, 1);
      return { segment, value, n: n[id] ?? 0, k: k[id] ?? 0 };
    });
  });
}

function outcomeOf(n: number, lower: number, upper: number, threshold: number, alpha: number): SegmentOutcome {
  if (lower >= threshold) return 'holds';
  if (n > 0 && upper < threshold) return 'below';
  // Too little: not even a spotless record of this length would do.
  return anytimeLower(n, n, alpha) < threshold ? 'too little data' : 'not shown';
}

function needOf(k: number, n: number, threshold: number, alpha: number, rows: number): GateNeed {
  const inAll = decisionsUntilAbove(k / n, threshold, alpha);
  if (inAll === undefined) return {};
  const cases = Math.max(1, inAll - n);
  return { cases, decisions: Math.ceil((cases * rows) / n) };
}

function textOf(name: string, k: number, n: number, lower: number, threshold: number, outcome: SegmentOutcome): string {
  if (n === 0) return `segment ${name}: no decisions — stays with people`;
  if (outcome === 'too little data') return `segment ${name}: ${counted(n, 'decision')}, too few — stays with people`;
  const seen = `segment ${name}: ${rate(k / n)} of ${counted(n, 'decision')}`;
  if (outcome === 'below') return `${seen}, shown to be below ${threshold} — stays with people`;
  return `${seen} · holds above ${bound(lower)} whatever day you look (needs ${threshold})${outcome === 'holds' ? '' : ': not shown yet'}`;
}
