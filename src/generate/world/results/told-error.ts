import { worldErrorCodes } from '../../../domain/world-errors.ts';
import type { ResultKind } from '../result-kind.ts';

const messages: readonly string[] = ['Try again later.', 'Not found.', 'The order is locked by another process.', ''];

/** An error as contracts have them: a status, a code that the contract lists, a message. */
export const toldError: ResultKind = {
  kind: 'error',
  weight: 10,
  answers({ contract }, draw) {
    const status = draw.pick(['temporary_error', 'permanent_error', 'invalid_input']);
    const codes = contract.errors === undefined || contract.errors.length === 0 ? [worldErrorCodes[5], worldErrorCodes[6]] : contract.errors;
    return { status, error_code: draw.pick(codes), error_message: draw.pick(messages) };
  },
};
