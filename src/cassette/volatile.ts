import type { Matching } from '../domain/cassette.ts';
import { RehearsalFailure } from '../domain/failure.ts';
import { decodeUtf8, encodeUtf8, type HttpRequest } from '../domain/http.ts';
import { isJsonObject, parseJsonExactly, type Json } from '../domain/json.ts';

const compiled = new WeakMap<Matching, readonly RegExp[]>();

/** The request without what was declared volatile; the same object where nothing was declared. */
export function withoutVolatile(request: HttpRequest, matching: Matching): HttpRequest {
  if (matching.volatileFields.length === 0 && matching.volatilePatterns.length === 0) return request;
  let text = decodeUtf8(request.body);
  for (const pattern of patternsOf(matching)) text = text.replace(pattern, '[volatile]');
  if (matching.volatileFields.length > 0) {
    try {
      const body = parseJsonExactly(text);
      for (const field of matching.volatileFields) removeField(body, field.split('.'));
      text = JSON.stringify(body);
    } catch {
      // Not JSON: there are no fields to leave out.
    }
  }
  return { ...request, body: encodeUtf8(text) };
}

/** @throws RehearsalFailure CONFIGURATION_INVALID for a pattern that is no regular expression. */
function patternsOf(matching: Matching): readonly RegExp[] {
  let patterns = compiled.get(matching);
  if (patterns === undefined) {
    patterns = matching.volatilePatterns.map((source) => {
      try {
        return new RegExp(source, 'g');
      } catch (error) {
        throw new RehearsalFailure(
          'CONFIGURATION_INVALID',
          `The volatile pattern ${JSON.stringify(source)} is no regular expression: ${(error as Error).message}`,
          {
            hint: 'Patterns are JavaScript regular expressions without slashes, matched against the raw request body.',
            cause: error,
          },
        );
      }
    });
    compiled.set(matching, patterns);
  }
  return patterns;
}

function removeField(value: Json, path: readonly string[]): void {
  const [name, ...rest] = path;
  if (name === undefined || value === null || typeof value !== 'object') return;
  const members = value as Record<string, Json>;
  for (const key of name === '*' ? Object.keys(members) : [name]) {
    if (rest.length > 0) removeField(members[key] ?? null, rest);
    else if (isJsonObject(value)) delete members[key];
    else if (key in members) members[key] = null;
  }
}
