import type { ProviderError } from '../domain/chat.ts';
import type { JsonObject } from '../domain/json.ts';

const typesByStatus: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
};

/** An error body of OpenAI's. Without a type it gets the one that goes with its status. */
export function writeOpenaiError(error: ProviderError): JsonObject {
  const type = error.type || (typesByStatus[error.status] ?? 'server_error');
  return { error: { message: error.message, type, param: null, code: error.code ?? null } };
}
