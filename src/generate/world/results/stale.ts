import type { ResultKind } from '../result-kind.ts';

/** What the tool answered before, whatever it is asked now. */
export const stale: ResultKind = {
  kind: 'stale',
  weight: 6,
  answers: ({ before }, draw) => (before.length === 0 ? undefined : draw.pick(before).result),
};
