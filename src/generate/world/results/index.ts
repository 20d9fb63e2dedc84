import type { ResultKind } from '../result-kind.ts';
import { contradictory } from './contradictory.ts';
import { hostileText } from './hostile-text.ts';
import { noNews } from './no-news.ts';
import { offContract } from './off-contract.ts';
import { stale } from './stale.ts';
import { toldError } from './told-error.ts';
import { usualResult } from './usual-result.ts';
import { valid } from './valid.ts';

/** Everything that a tool may answer. One file, one line here. */
export const resultKinds: readonly ResultKind[] = [usualResult, valid, toldError, offContract, stale, contradictory, hostileText, noNews];
