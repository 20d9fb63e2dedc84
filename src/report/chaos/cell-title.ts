import type { ChaosCell, ChaosPlace } from '../../domain/chaos.ts';
import { plainName } from './cell-words.ts';
import { shortLine } from './short-line.ts';

/**
 * What was done where, in words.
 *
 * @example cellTitle(cell, places) // 'provider error (429, Retry-After 2 s), request 2, which asks for refund'
 */
export function cellTitle(cell: Pick<ChaosCell, 'faults' | 'places' | 'variant'>, places: readonly ChaosPlace[]): string {
  const faults = cell.faults.map((name) => plainName(shortLine(name))).join(' and ');
  const where = cell.places.map((id) => labelOf(places, id)).join(' and ');
  return `${faults}${cell.variant === '' ? '' : ` (${shortLine(cell.variant)})`}${where === '' ? '' : `, ${where}`}`;
}

function labelOf(places: readonly ChaosPlace[], id: string): string {
  const place = places.find((one) => one.id === id);
  return place === undefined ? shortLine(id) : placeLabel(place);
}

/** A place in words; a crash point says on which side of its event it is. */
export function placeLabel({ label, when }: Pick<ChaosPlace, 'label' | 'when'>): string {
  return shortLine(when === undefined ? label : `${when} ${label}`);
}
