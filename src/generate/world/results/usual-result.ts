import type { ResultKind } from '../result-kind.ts';

/** What the world's own handler or tape answers. */
export const usualResult: ResultKind = { kind: 'usual', weight: 60, answers: ({ usual }) => usual };
