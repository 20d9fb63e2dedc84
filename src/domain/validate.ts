import { createRequire } from 'node:module';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { RehearsalFailure, type FailureCode } from './failure.ts';
import type { SourceDocument } from './document.ts';
import type { Json, JsonObject } from './json.ts';

/**
 * A validator that is compiled when it is first needed. Files are checked against the schema that ships in `schema/`, so that what an editor
 * accepts is what the program accepts.
 */
export function lazyValidator(schema: JsonObject): (document: SourceDocument, code: FailureCode) => void {
  let validate: ValidateFunction | undefined;
  return (document, code) => {
    validate ??= compile(schema);
    if (!validate(document.value)) throw validationFailure(document, validate.errors ?? [], code);
  };
}

function compile(schema: JsonObject): ValidateFunction {
  // Where every file was found valid in an earlier run, the time to load ajv is spared.
  const { Ajv2020 } = createRequire(import.meta.url)('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
  // The schemas are our own: to check them against the schema of schemas takes as long as to compile them.
  return new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, verbose: true, meta: false, validateSchema: false }).compile(schema);
}

function validationFailure(document: SourceDocument, errors: readonly ErrorObject[], code: FailureCode): RehearsalFailure {
  const error = mostTelling(errors);
  const path = error.instancePath.split('/').slice(1).map(unescapePointer);
  const extra = error.params as {
    additionalProperty?: string;
    unevaluatedProperty?: string;
    missingProperty?: string;
    allowedValues?: readonly Json[];
  };
  const unknown = extra.additionalProperty ?? extra.unevaluatedProperty;
  const where = path.length === 0 ? 'The file' : `\`${path.join('.')}\``;
  const place = document.placeOf(unknown === undefined ? path : [...path, unknown]);
  if (unknown !== undefined) {
    const known = Object.keys((error.parentSchema?.['properties'] ?? {}) as JsonObject);
    const near = nearestWord(unknown, known);
    return new RehearsalFailure(code, `${where} has a member \`${unknown}\` that does not exist there.`, {
      place,
      hint: near === undefined ? `Known members: ${known.join(', ')}.` : `Did you mean \`${near}\`?`,
    });
  }
  const more = errors.length > 1 ? ` (${errors.length - 1} more)` : '';
  const allowed = extra.allowedValues === undefined ? '' : `: ${extra.allowedValues.map((value) => JSON.stringify(value)).join(', ')}`;
  return new RehearsalFailure(code, `${where} ${error.message ?? 'is not as it must be'}${allowed}${more}.`, { place, hint: schemaHint(error) });
}

/** Of all complaints, the one that a person would make: an unknown member first, else the deepest. */
function mostTelling(errors: readonly ErrorObject[]): ErrorObject {
  const unknown = errors.find((error) => error.keyword === 'additionalProperties' || error.keyword === 'unevaluatedProperties');
  const plain = errors.filter((error) => !['oneOf', 'anyOf', 'if', 'not'].includes(error.keyword));
  const deepest = (plain.length > 0 ? plain : errors).toSorted((a, b) => b.instancePath.length - a.instancePath.length)[0]!;
  return unknown !== undefined && unknown.instancePath.length >= deepest.instancePath.length ? unknown : deepest;
}

function schemaHint(error: ErrorObject): string {
  const described = (error.parentSchema as { description?: string } | undefined)?.description;
  return described ?? 'The format is described in docs/SCENARIOS.md and in the JSON Schemas under schema/.';
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** The known word nearest to a misspelt one, if it is near enough to be meant (a third of its length in edits). */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
