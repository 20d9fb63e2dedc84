import type { SourcePlace } from '../domain/failure.ts';

/** Where a member of a schedule stands: the position of the entry, then names. */
export type PlaceInSchedule = (path: readonly [index: number, ...members: string[]]) => SourcePlace;
