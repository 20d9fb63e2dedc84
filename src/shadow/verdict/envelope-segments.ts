import type { EnvelopeFigure, EnvelopeRegion } from '../../domain/autonomy-envelope.ts';
import type { SegmentFigure } from '../../domain/readiness-figures.ts';
import type { ReadinessPolicy } from '../../domain/readiness-policy.ts';
import { isAbove } from '../statistics/anytime-bounds.ts';
import { isInside, type EnvelopeGrid } from './envelope-grid.ts';
import type { Evidence, TextColumn } from './evidence.ts';

/** Which rows fix the grid of an envelope, which certify, and at what α. */
export interface Look {
  readonly earlier: number;
  readonly end: number;
  readonly alpha: number;
  readonly validity: EnvelopeFigure['validity'];
}

/** Segments that have a gate. */
export function judgedColumns({ segments }: Evidence, { segments: { declared } }: ReadinessPolicy): readonly TextColumn[] {
  return declared.length === 0 ? segments : segments.filter(({ name }) => declared.some(({ segment }) => segment === name));
}

/** Is a region free of segments with too little data, and of values that the policy does not declare? They stay with people. */
export function withoutUnknownSegments(
  evidence: Evidence,
  figures: readonly SegmentFigure[],
  policy: ReadinessPolicy,
): (region: EnvelopeRegion) => boolean {
  const known = (segment: string, value: string): boolean =>
    figures.some((figure) => figure.segment === segment && figure.value === value && figure.outcome !== 'too little data');
  const isGated = (segment: string): boolean => figures.some((figure) => figure.segment === segment && figure.value === '');
  return ({ segment, segmentValues, except = [] }) =>
    judgedColumns(evidence, policy).every(({ name, values, ids }) => {
      if (name === segment && segmentValues !== undefined) return segmentValues.every((value) => known(name, value));
      const unknown = new Set<number>();
      values.texts.forEach((value, id) => {
        if ((id > 0 || isGated(name)) && !known(name, value) && !except.some((one) => one.segment === name && one.value === value)) unknown.add(id);
      });
      return unknown.size === 0 || !ids.some((id) => unknown.has(id));
    });
}

/** A certificate is for the whole of a region; no segment in it may be shown, by the later cases, to be worse than that. */
export function withoutWeakSegments(
  grid: EnvelopeGrid,
  evidence: Evidence,
  look: Look,
  alpha: number,
  policy: ReadinessPolicy,
): (region: EnvelopeRegion) => boolean {
  const columns = judgedColumns(evidence, policy);
  return (region) => {
    const tallies = columns.map(({ values }) => ({ n: new Float64Array(values.texts.length), errors: new Float64Array(values.texts.length) }));
    for (let row = look.earlier; row < look.end; row++) {
      if (!isInside(grid, evidence, region, row)) continue;
      for (let index = 0; index < columns.length; index++) {
        const id = columns[index]!.ids[row]!;
        tallies[index]!.n[id]!++;
        tallies[index]!.errors[id]! += 1 - evidence.right[row]!;
      }
    }
    return tallies.every(({ n, errors }) => n.every((count, id) => !isAbove(errors[id]!, count, policy.envelope.errorMax, alpha)));
  };
}
