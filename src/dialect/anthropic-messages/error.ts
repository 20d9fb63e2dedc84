import type { ProviderError } from '../../domain/chat.ts';
import type { JsonObject } from '../../domain/json.ts';
import { derivedId } from '../derived-id.ts';

const typesByStatus: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

/** An error as Anthropic words it, as a body and as an event. It has no codes. Without a type it gets the one that goes with its status. */
export function writeAnthropicError(error: ProviderError): JsonObject {
  const type = error.type || (typesByStatus[error.status] ?? 'api_error');
  return { type: 'error', error: { type, message: error.message }, request_id: derivedId('req_', `${type} ${error.message}`) };
}
