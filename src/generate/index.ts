export type { Breach, InvalidValue } from './schema/broken-value.ts';
export { invalidValues, openSchemaValues, validValues, type SchemaValues } from './schema/open-schema-values.ts';
