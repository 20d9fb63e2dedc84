import type { ToolContract } from '../../domain/contract.ts';
import { RehearsalFailure } from '../../domain/failure.ts';
import { openSchemaValues } from '../schema/open-schema-values.ts';

/**
 * Contracts that nobody can keep: no arguments, or no result, fit them. Whoever explores looks first: generators go on without such a schema, and what they then say proves little.
 */
export function contractProblems(contracts: readonly ToolContract[]): readonly RehearsalFailure[] {
  return contracts.flatMap((contract) =>
    (['input', 'output'] as const).flatMap((part) => {
      const schema = contract[part];
      if (schema === undefined) return [];
      try {
        openSchemaValues(schema);
        return [];
      } catch (error) {
        if (!(error instanceof RehearsalFailure)) throw error;
        return [
          new RehearsalFailure(error.code, `\`${part}\` of the tool ${contract.name}: ${error.message}`, {
            ...(error.hint === undefined ? {} : { hint: error.hint }),
            cause: error,
          }),
        ];
      }
    }),
  );
}
