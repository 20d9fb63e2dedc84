import { ApiError } from './api-error.ts';
import { GoJsonError, type GoValue } from './json/go-value.ts';
import { parseGoJson } from './json/parse-go-json.ts';

/** Says of a body that it is bad. @throws ApiError */
export function badBody<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof GoJsonError)) throw error;
    throw new ApiError(400, `bad request body: ${error.message}`);
  }
}

/** The JSON value in a body. @throws ApiError */
export function readBody(body: Uint8Array): GoValue {
  return badBody(() => parseGoJson(body));
}
