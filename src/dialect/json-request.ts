import { encodeUtf8, type HeaderList, type HttpRequest } from '../domain/http.ts';
import type { JsonObject } from '../domain/json.ts';
import { jsonText } from './json-text.ts';

/** A POST with a JSON body. */
export function jsonRequest(url: string, body: JsonObject, headers: HeaderList = []): HttpRequest {
  return { method: 'POST', url, headers: [['content-type', 'application/json'], ...headers], body: encodeUtf8(jsonText(body)) };
}
