import type { Json } from '../../../domain/json.ts';
import type { ResultKind } from '../result-kind.ts';

const empty: readonly Json[] = [null, {}, [], '', { status: 'success' }];

/** As good as nothing: what a tool says that found nothing, or did nothing. */
export const noNews: ResultKind = { kind: 'no-news', weight: 3, answers: (_situation, draw) => draw.pick(empty) };
