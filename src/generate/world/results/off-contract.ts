import { outcomeBreaches } from '../../../contract/index.ts';
import type { Json } from '../../../domain/json.ts';
import type { ResultKind } from '../result-kind.ts';

const never: readonly Json[] = [{ status: 'permanent_error' }, { status: 'temporary_error', error_code: 'NOBODY_LISTS_THIS' }];

/** A result that the contract forbids: mostly by one rule. */
export const offContract: ResultKind = {
  kind: 'off-contract',
  weight: 8,
  answers({ contract, values }, draw) {
    for (let tries = 0; tries < 5; tries++) {
      const broken = values?.invalid === undefined || draw.oneIn(6) ? draw.pick(never) : values.drawInvalid(draw).value;
      if (outcomeBreaches(contract, broken).length > 0) return broken;
    }
    return undefined;
  },
};
