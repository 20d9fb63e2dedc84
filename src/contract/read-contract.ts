import type { ToolContract } from '../domain/contract.ts';
import { contractSchema } from '../domain/contract-schema.ts';
import { parseSource } from '../domain/document.ts';
import { RehearsalFailure } from '../domain/failure.ts';
import { compileSchema } from '../domain/json-schema.ts';
import { lazyValidator } from '../domain/validate.ts';

const validate = lazyValidator(contractSchema);
const hint = 'A contract file holds one tool: `tool`, `input` and `output`, the last two JSON Schemas. See docs/CONTRACTS.md.';

/**
 * Reads one contract file (YAML or JSON).
 *
 * @throws RehearsalFailure CONFIGURATION_INVALID with file:line:column, also for an `input` or `output` that is no JSON Schema.
 */
export function readContract(text: string, file: string): ToolContract {
  const document = parseSource(text, file, 'CONFIGURATION_INVALID', hint);
  validate(document, 'CONFIGURATION_INVALID');
  const { $schema: _schema, tool, ...contract } = document.value as unknown as { $schema?: string; tool: string } & Omit<ToolContract, 'name'>;
  for (const name of ['input', 'output'] as const) {
    const schema = contract[name];
    try {
      if (schema !== undefined) compileSchema(schema);
    } catch (error) {
      throw new RehearsalFailure('CONFIGURATION_INVALID', `\`${name}\` of the tool ${tool} is no JSON Schema: ${(error as Error).message}`, {
        place: document.placeOf([name]),
        hint,
        cause: error,
      });
    }
  }
  return { name: tool, ...contract };
}
