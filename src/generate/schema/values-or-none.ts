import { RehearsalFailure } from '../../domain/failure.ts';
import type { JsonObject } from '../../domain/json.ts';
import { openSchemaValues, type SchemaValues } from './open-schema-values.ts';

/** The values of a schema; undefined where no value fits it, for whoever can go on without: a tool whose arguments nobody can give can still be called wrongly. */
export function valuesOrNone(schema: JsonObject): SchemaValues | undefined {
  try {
    return openSchemaValues(schema);
  } catch (error) {
    if (error instanceof RehearsalFailure) return undefined;
    throw error;
  }
}
