import type { CertifiedEnvelope, EnvelopeFigure, EnvelopeMoney, EnvelopeRegion } from '../../domain/autonomy-envelope.ts';
import type { SegmentFigure } from '../../domain/readiness-figures.ts';
import type { ReadinessPolicy } from '../../domain/readiness-policy.ts';
import { anytimeLower, anytimeUpper, isAbove } from '../statistics/anytime-bounds.ts';
import { binomialUpperTail } from '../statistics/incomplete-beta.ts';
import { clopperPearsonUpper } from '../statistics/single-look-bounds.ts';
import { dayOfText } from './days.ts';
import { countRegions, gridOf, isInside, regionAt, type EnvelopeGrid } from './envelope-grid.ts';
import { judgedColumns, withoutUnknownSegments, withoutWeakSegments, type Look } from './envelope-segments.ts';
import type { Evidence } from './evidence.ts';
import { amountText, counted, listed, percent, percentUp, segmentName, whole } from './words.ts';

const earlierMin = 100;

/**
 * The largest region whose error is certified. The candidates are fixed on the earlier cases by time, the later ones certify, each at α / candidates:
 * on one declared day, by Clopper and Pearson; or at every look, by the beta mixture. For the latter the border between earlier and later must not
 * move from look to look: it stands at 100, 200, 400 … cases, with α/2, α/4, α/8 …, which sum to α. A segment of which too little is known is in no envelope.
 */
export function findEnvelope(
  evidence: Evidence,
  days: Float64Array,
  today: number,
  segments: readonly SegmentFigure[],
  policy: ReadinessPolicy,
): EnvelopeFigure {
  const { errorMax, declaredDay } = policy.envelope;
  const look = declaredDay === undefined ? anyLook(evidence, policy.alpha) : declaredLook(evidence, days, today, policy.alpha, declaredDay);
  if (typeof look === 'string') {
    return {
      text: look,
      errorMax,
      candidates: 0,
      earlier: 0,
      later: 0,
      validity: declaredDay === undefined ? 'any look' : 'one declared look',
    };
  }
  const alphaOfSegment = policy.alpha / Math.max(1, segments.length);
  const isTooFew = (cases: number): boolean => anytimeLower(cases, cases, alphaOfSegment) < policy.segments.min;
  const segment = policy.envelope.segment ?? policy.segments.declared[0]?.segment ?? evidence.segments[0]?.name;
  const grid = gridOf(evidence, look.earlier, segment, judgedColumns(evidence, policy), isTooFew);
  const candidates = chooseCandidates(grid, evidence, look, policy);
  const known = withoutUnknownSegments(evidence, segments, policy);
  const even = withoutWeakSegments(grid, evidence, look, alphaOfSegment, policy);
  const allowed = (region: EnvelopeRegion): boolean => known(region) && even(region);
  const later = look.end - look.earlier;
  const common = { errorMax, candidates: candidates.length, earlier: look.earlier, later, validity: look.validity };
  const found = certify(grid, evidence, look, candidates, allowed, policy);
  if (found === undefined) {
    const text =
      candidates.length === 0
        ? `no envelope: among ${counted(look.earlier, 'earlier case')} no part of the work promised to be certified at ${percent(errorMax)}`
        : `no envelope: none of ${counted(candidates.length, 'candidate')} is certified, without segments that are too rare or weak, at ${percent(errorMax)} by ${counted(later, 'later case')}`;
    return { ...common, text };
  }
  const words = regionWords(found.region, policy.currency);
  const text = `${words} · ${counted(found.errors, 'error')} in ${counted(found.n, 'later case')}, certified ≤ ${percentUp(found.errorUpper)} (${counted(candidates.length, 'candidate')})`;
  return { ...common, text: `envelope: ${text}`, found };
}

function anyLook({ rows }: Evidence, alpha: number): Look | string {
  if (rows < 2 * earlierMin) return `no envelope yet: it takes ${whole(2 * earlierMin)} cases to propose and to certify one`;
  const border = Math.floor(Math.log2(rows / (2 * earlierMin)));
  return { earlier: earlierMin * 2 ** border, end: rows, alpha: alpha / 2 ** (border + 1), validity: 'any look' };
}

function declaredLook({ rows }: Evidence, days: Float64Array, today: number, alpha: number, declaredDay: string): Look | string {
  const day = dayOfText(declaredDay);
  if (today <= day) return `no envelope yet: it is certified once, at the end of ${declaredDay}`;
  const after = days.findIndex((one) => one > day);
  const end = after === -1 ? rows : after;
  if (end < 2) return `no envelope: nothing was decided by the end of ${declaredDay}`;
  return { earlier: Math.floor(end / 2), end, alpha, validity: 'one declared look' };
}

/** Candidates that the earlier cases let expect a certificate, spread over all sizes. Fewer candidates make stronger certificates. */
function chooseCandidates(grid: EnvelopeGrid, evidence: Evidence, look: Look, { envelope }: ReadinessPolicy): readonly number[] {
  const counts = countRegions(grid, evidence, 0, look.earlier);
  const growth = (look.end - look.earlier) / look.earlier;
  const alpha = look.alpha / envelope.candidatesMax;
  const seen = new Set<string>();
  const promising = [...counts.n.keys()].filter((region) => {
    const [n, errors] = [counts.n[region]!, counts.errors[region]!];
    if (n === 0 || n < envelope.coverageMin * look.earlier || errors / n > envelope.errorMax) return false;
    // Regions with the same cases are one candidate: the loosest, which comes first.
    const key = `${n}:${errors}`;
    if (seen.has(key)) return false;
    seen.add(key);
    const later = Math.round(n * growth);
    return isAbove(later - Math.min(later, (errors / n) * later), later, 1 - envelope.errorMax, alpha);
  });
  const bySize = promising.toSorted((a, b) => counts.n[b]! - counts.n[a]!);
  const stride = Math.max(1, bySize.length / envelope.candidatesMax);
  return Array.from({ length: Math.min(bySize.length, envelope.candidatesMax) }, (_, index) => bySize[Math.floor(index * stride)]!);
}

function certify(
  grid: EnvelopeGrid,
  evidence: Evidence,
  look: Look,
  candidates: readonly number[],
  allowed: (region: EnvelopeRegion) => boolean,
  { envelope, currency }: ReadinessPolicy,
): CertifiedEnvelope | undefined {
  if (candidates.length === 0) return undefined;
  const { errorMax, coverageMin } = envelope;
  const alpha = look.alpha / candidates.length;
  const counts = countRegions(grid, evidence, look.earlier, look.end);
  const later = look.end - look.earlier;
  const certified = (region: number): boolean => {
    const [n, errors] = [counts.n[region]!, counts.errors[region]!];
    if (n === 0 || n < coverageMin * later) return false;
    return look.validity === 'any look' ? isAbove(n - errors, n, 1 - errorMax, alpha) : binomialUpperTail(n - errors, n, 1 - errorMax) <= alpha;
  };
  // To choose among what is certified together costs nothing.
  const bySize = candidates.filter(certified).toSorted((a, b) => counts.n[b]! - counts.n[a]! || counts.errors[a]! - counts.errors[b]!);
  const best = bySize.find((region) => allowed(regionAt(grid, region)));
  if (best === undefined) return undefined;
  const [n, errors] = [counts.n[best]!, counts.errors[best]!];
  const region = regionAt(grid, best);
  const money = moneyOf(grid, evidence, region, look, currency);
  return {
    region,
    configuration: {
      max_autonomous_amount: region.amountMax ?? null,
      max_risk_score: region.riskMax ?? null,
      min_confidence: region.confidenceMin ?? null,
      autonomous_task_types: region.segmentValues ?? null,
    },
    coverage: n / later,
    n,
    errors,
    errorUpper: look.validity === 'any look' ? anytimeUpper(errors, n, alpha) : clopperPearsonUpper(errors, n, alpha),
    ...(money === undefined ? {} : { money }),
  };
}

function moneyOf(grid: EnvelopeGrid, evidence: Evidence, region: EnvelopeRegion, look: Look, currency: string): EnvelopeMoney | undefined {
  const money = { currency, total: 0, inside: 0, insideWrong: 0, largestWrong: 0 };
  let known = 0;
  for (let row = look.earlier; row < look.end; row++) {
    const amount = evidence.amount[row]!;
    if (Number.isNaN(amount)) continue;
    known++;
    money.total += amount;
    if (!isInside(grid, evidence, region, row)) continue;
    money.inside += amount;
    if (evidence.right[row] === 1) continue;
    money.insideWrong += amount;
    money.largestWrong = Math.max(money.largestWrong, amount);
  }
  return known === 0 ? undefined : money;
}

function regionWords({ confidenceMin, amountMax, riskMax, segment, segmentValues, except = [] }: EnvelopeRegion, currency: string): string {
  const parts = [
    ...(confidenceMin === undefined ? [] : [`confidence ≥ ${confidenceMin}`]),
    ...(amountMax === undefined ? [] : [`amount ≤ ${amountText(amountMax)} ${currency}`]),
    ...(riskMax === undefined ? [] : [`risk ≤ ${riskMax}`]),
    ...(segmentValues === undefined ? [] : [`only ${segment!} ${listed(segmentValues.map((value) => `"${value}"`))}`]),
  ];
  const without = except.map((one) => segmentName(one.segment, one.value));
  const words = [...parts, ...(without.length === 0 ? [] : [`not ${listed(without)}`])];
  return words.length === 0 ? 'all cases' : words.join(', ');
}
