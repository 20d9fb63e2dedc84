import { encodeUtf8, type HttpRequest } from '../domain/http.ts';
import type { JsonObject } from '../domain/json.ts';
import { jsonText } from './json-text.ts';

/** A POST with a JSON body. */
export function jsonRequest(url: string, body: JsonObject): HttpRequest {
  return { method: 'POST', url, headers: [['content-type', 'application/json']], body: encodeUtf8(jsonText(body)) };
}
