import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';

/** Under these lie values, no schemas. */
const data = new Set(['enum', 'const', 'default', 'examples', 'example']);
/** Under these lie schemas by names of their own. */
const byName = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
const current = 'https://json-schema.org/draft/2020-12/schema';

/**
 * A schema as agents send it, in the words of JSON Schema 2020-12: libraries still write draft 7 (`$schema`, lists of `items`), older ones booleans for exclusive
 * bounds, and Gemini's own notation has its types in capitals.
 */
export function currentSchema(schema: JsonObject): JsonObject {
  const entries = Object.entries(schema).flatMap(([keyword, said]): readonly (readonly [string, Json])[] => {
    if (keyword === '$schema') return said === current ? [[keyword, said]] : [];
    if (data.has(keyword)) return [[keyword, said]];
    if (keyword === 'type') return [[keyword, lowered(said)]];
    if (keyword === 'items' && Array.isArray(said)) return [['prefixItems', (said as readonly Json[]).map(part)]];
    if (keyword === 'additionalItems') return Array.isArray(schema['items']) ? [['items', part(said)]] : [];
    if (keyword === 'exclusiveMinimum' && typeof said === 'boolean')
      return said && schema['minimum'] !== undefined ? [[keyword, schema['minimum']]] : [];
    if (keyword === 'exclusiveMaximum' && typeof said === 'boolean')
      return said && schema['maximum'] !== undefined ? [[keyword, schema['maximum']]] : [];
    if (byName.has(keyword) && isJsonObject(said))
      return [[keyword, Object.fromEntries(Object.entries(said).map(([name, one]) => [name, part(one)]))]];
    return [[keyword, part(said)]];
  });
  return Object.fromEntries(entries);
}

function part(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(part);
  return isJsonObject(value) ? currentSchema(value) : value;
}

function lowered(type: Json): Json {
  if (typeof type === 'string') return type.toLowerCase();
  return Array.isArray(type) ? (type as readonly Json[]).map(lowered) : type;
}
