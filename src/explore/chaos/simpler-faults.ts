import type { Occurrence, PlannedFault } from '../../domain/fault.ts';
import { canonicalJson, type JsonObject } from '../../domain/json.ts';
import type { FaultKind } from '../../fault/index.ts';

/**
 * Plainer faults in place of one, the plainest first: it strikes earlier, or once in place of many times; then plainer settings. Each is strictly plainer, so that
 * shrinking ends. A fault of a moment strikes one moment earlier (`previous`): crash points that lie side by side and break the same are one finding, and others are
 * not.
 */
export function simplerFaults(
  fault: PlannedFault,
  kinds: readonly FaultKind[],
  previous: (fault: PlannedFault) => PlannedFault | undefined,
): readonly PlannedFault[] {
  const kind = kinds.find(({ name }) => name === fault.fault);
  const earlierMoment = previous(fault);
  const settings = distinctFrom(fault.settings, kind?.simpler?.(fault.settings) ?? []);
  return [
    ...(isOfMoment(fault)
      ? earlierMoment === undefined
        ? []
        : [earlierMoment]
      : simplerOccurrences(fault.occurrence).map((occurrence) => ({ ...fault, occurrence }))),
    ...settings.map((simpler) => ({ ...fault, settings: simpler })),
  ];
}

function isOfMoment({ match, occurrence }: PlannedFault): boolean {
  return typeof occurrence === 'number' && (match.before !== undefined || match.after !== undefined);
}

function distinctFrom(own: JsonObject, candidates: readonly JsonObject[]): readonly JsonObject[] {
  const key = canonicalJson(own);
  return candidates.filter((candidate) => canonicalJson(candidate) !== key);
}

function simplerOccurrences(occurrence: Occurrence): readonly Occurrence[] {
  if (occurrence === 'every') return [1, { first: 2 }, { first: 4 }];
  if (typeof occurrence === 'number') return earlier(occurrence);
  const { first } = occurrence;
  return first <= 1
    ? [1]
    : [
        1,
        ...earlier(first)
          .filter((count) => count > 1)
          .map((count) => ({ first: count })),
      ];
}

/** Few candidates that lead to any: the first, the middle, the one before. */
function earlier(number: number): readonly number[] {
  return [...new Set([1, Math.floor(number / 2), number - 1])].filter((candidate) => candidate >= 1 && candidate < number);
}
