import type { ResultKind } from '../result-kind.ts';
import { validResult } from '../valid-result.ts';

/** Any result that the contract allows. */
export const valid: ResultKind = { kind: 'valid', weight: 25, answers: validResult };
