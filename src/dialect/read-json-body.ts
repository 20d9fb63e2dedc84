import { bodyText, isUtf8, type HttpRequest } from '../domain/http.ts';
import { isJsonObject, parseJsonExactly, type Json, type JsonObject } from '../domain/json.ts';
import { unreadable } from './unreadable.ts';

/**
 * The body of a request as a JSON object.
 *
 * Bytes that are not UTF-8 are refused: decoding would turn different bytes into the same U+FFFD, and two requests into one. The exact check
 * is made only where that character occurs.
 *
 * @throws RehearsalFailure UNREADABLE_REQUEST
 */
export function readJsonBody(request: Pick<HttpRequest, 'body'>): JsonObject {
  const text = bodyText(request.body);
  if (text.includes('\ufffd') && !isUtf8(request.body)) throw unreadable('the body is not valid UTF-8');
  let body: Json;
  try {
    body = parseJsonExactly(text);
  } catch (thrown) {
    throw unreadable(`the body is not JSON (${thrown instanceof Error ? thrown.message : String(thrown)})`, thrown);
  }
  if (!isJsonObject(body)) throw unreadable('the body is not a JSON object');
  return body;
}
