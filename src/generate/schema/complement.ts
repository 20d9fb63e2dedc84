import type { Json, JsonObject } from '../../domain/json.ts';
import type { Schema, SchemaDocument } from './schema-document.ts';

/** What does not fit a schema, as schemas of which each is one way not to. */
export interface Complement {
  readonly alternatives: readonly Schema[];
  /** No value of an alternative fits the schema after all. */
  readonly exact: boolean;
}

const everyType = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];
const known = new WeakMap<JsonObject, Complement>();

/**
 * Turns a schema around, keyword by keyword: a value that breaks one keyword breaks the schema. What no schema can say (another text than this pattern's) is
 * left open, and looked for among many.
 */
export function complementOf(document: SchemaDocument, around: JsonObject, schema: Schema): Complement {
  if (typeof schema === 'boolean') return { alternatives: [!schema], exact: true };
  const found = known.get(schema) ?? turnAround(document, around, schema);
  known.set(schema, found);
  return found;
}

function turnAround(document: SchemaDocument, around: JsonObject, schema: JsonObject): Complement {
  const made = (part: JsonObject): JsonObject => document.derive(part, around);
  const not = (part: Json): Json => (typeof part === 'boolean' ? !part : made({ not: part }));
  const alternatives: Schema[] = [];
  let exact = true;
  const roughly = (...found: readonly Schema[]): void => {
    exact = false;
    alternatives.push(...found);
  };
  for (const [keyword, said] of Object.entries(schema)) {
    const sort = sortOf(keyword);
    switch (keyword) {
      case '$ref':
      case '$dynamicRef': {
        const target = typeof said === 'string' ? document.resolve(schema, said) : undefined;
        if (target === undefined) roughly(true);
        else alternatives.push(typeof target === 'boolean' ? !target : made({ not: target }));
        break;
      }
      case 'type': {
        const types = (Array.isArray(said) ? said : [said]) as readonly string[];
        const left = everyType.filter((type) => !types.includes(type) && !(type === 'integer' && types.includes('number')));
        // A number that is no integer is told by nothing but looking.
        if (types.includes('integer') && !types.includes('number')) exact = false;
        if (left.length > 0) alternatives.push(made({ type: left }));
        break;
      }
      case 'allOf':
        for (const one of said as readonly Json[]) alternatives.push(not(one) as Schema);
        break;
      case 'anyOf':
        alternatives.push(made({ allOf: (said as readonly Json[]).map(not) }));
        break;
      case 'oneOf': {
        const each = said as readonly Json[];
        alternatives.push(made({ allOf: each.map(not) }));
        each.slice(1).forEach((one, index) => alternatives.push(made({ allOf: [each[index]!, one] })));
        break;
      }
      case 'not':
        alternatives.push(said as Schema);
        break;
      case 'if':
        if (schema['then'] !== undefined) alternatives.push(made({ allOf: [said, not(schema['then'])] }));
        if (schema['else'] !== undefined) alternatives.push(made({ allOf: [not(said), not(schema['else'])] }));
        break;
      case 'required':
        for (const name of said as readonly string[]) alternatives.push(made({ type: 'object', properties: { [name]: false } }));
        break;
      case 'properties':
        for (const [name, part] of Object.entries(said as JsonObject))
          if (part !== true) alternatives.push(made({ type: 'object', required: [name], properties: { [name]: not(part) } }));
        break;
      case 'items':
        if (said !== true) roughly(made({ type: 'array', minItems: schemaCount(schema) + 1, contains: not(said) }));
        break;
      case 'prefixItems':
        (said as readonly Json[]).forEach((one, index) => {
          const before = Array.from({ length: index }, () => true as const);
          if (one !== true) alternatives.push(made({ type: 'array', minItems: index + 1, prefixItems: [...before, not(one)] }));
        });
        break;
      case 'contains':
        if (schema['minContains'] !== 0) alternatives.push(made({ type: 'array', items: not(said) }));
        if (schema['maxContains'] !== undefined) roughly(made({ type: 'array', contains: said, minContains: (schema['maxContains'] as number) + 1 }));
        break;
      case 'dependentRequired':
        for (const [name, needed] of Object.entries(said as JsonObject))
          for (const one of needed as readonly string[]) alternatives.push(made({ type: 'object', required: [name], properties: { [one]: false } }));
        break;
      case 'dependentSchemas':
        for (const [name, part] of Object.entries(said as JsonObject))
          alternatives.push(made({ type: 'object', required: [name], allOf: [not(part)] }));
        break;
      case 'minLength':
      case 'minItems':
      case 'minProperties':
        if ((said as number) > 0) alternatives.push(made({ type: sort!, [keyword.replace('min', 'max')]: (said as number) - 1 }));
        break;
      case 'maxLength':
      case 'maxItems':
      case 'maxProperties':
        alternatives.push(made({ type: sort!, [keyword.replace('max', 'min')]: (said as number) + 1 }));
        break;
      case 'minimum':
        alternatives.push(made({ type: 'number', exclusiveMaximum: said }));
        break;
      case 'maximum':
        alternatives.push(made({ type: 'number', exclusiveMinimum: said }));
        break;
      case 'exclusiveMinimum':
        alternatives.push(made({ type: 'number', maximum: said }));
        break;
      case 'exclusiveMaximum':
        alternatives.push(made({ type: 'number', minimum: said }));
        break;
      case 'additionalProperties':
      case 'unevaluatedProperties':
      case 'propertyNames':
      case 'patternProperties':
        roughly(made({ type: 'object', minProperties: 1 }));
        break;
      case 'uniqueItems':
        if (said === true) roughly(made({ type: 'array', minItems: 2 }));
        break;
      case 'enum':
      case 'const':
        roughly(true);
        break;
      default:
        if (sort !== undefined) roughly(made({ type: sort }));
    }
  }
  return { alternatives, exact };
}

function schemaCount(schema: JsonObject): number {
  return Array.isArray(schema['prefixItems']) ? schema['prefixItems'].length : 0;
}

/** The type of values that a keyword speaks of; undefined where it speaks of none, or of all. */
export function sortOf(keyword: string): 'string' | 'number' | 'array' | 'object' | undefined {
  if (/^(minLength|maxLength|pattern|format\w*)$/.test(keyword)) return 'string';
  if (/^(multipleOf|(exclusive)?(Minimum|Maximum)|minimum|maximum)$/.test(keyword)) return 'number';
  if (/^(prefixItems|items|contains|(min|max)(Items|Contains)|uniqueItems|unevaluatedItems)$/.test(keyword)) return 'array';
  if (/^(properties|patternProperties|additionalProperties|unevaluatedProperties|required|propertyNames|dependent\w+|(min|max)Properties)$/.test(keyword))
    return 'object';
  return undefined;
}
