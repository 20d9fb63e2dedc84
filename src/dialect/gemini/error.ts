import type { ProviderError } from '../../domain/chat.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { defined } from '../defined.ts';

const statuses: Readonly<Record<string, number>> = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  OUT_OF_RANGE: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  RESOURCE_EXHAUSTED: 429,
  CANCELLED: 499,
  INTERNAL: 500,
  UNIMPLEMENTED: 501,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
};

/** `{ "error": { code, message, status, details } }`, where the code is the HTTP status and the status a name of gRPC's. */
export function readGeminiError(body: JsonObject, status: number): ProviderError | undefined {
  const error = body['error'];
  if (!isJsonObject(error)) return undefined;
  const { code, message, status: name } = error;
  const type = typeof name === 'string' && name !== '' ? name : undefined;
  const stated = typeof code === 'number' && code >= 400 && code < 600 ? code : undefined;
  return defined<ProviderError>({
    status: status >= 400 ? status : (stated ?? statuses[type ?? ''] ?? 500),
    type: type ?? 'unknown_error',
    message: typeof message === 'string' ? message : JSON.stringify(error),
    retryAfterSeconds: readRetryDelay(error['details']),
  });
}

/** `RetryInfo` among the details: `"retryDelay": "34.07s"`. */
function readRetryDelay(details: Json | undefined): number | undefined {
  if (!Array.isArray(details)) return undefined;
  const delays = (details as readonly Json[]).map((detail) => (isJsonObject(detail) ? detail['retryDelay'] : undefined));
  const seconds = Number.parseFloat(delays.find((delay) => typeof delay === 'string') ?? '');
  return Number.isNaN(seconds) ? undefined : seconds;
}

export function writeGeminiError(error: ProviderError): JsonObject {
  const name = error.type || (Object.keys(statuses).find((candidate) => statuses[candidate] === error.status) ?? 'UNKNOWN');
  const retry =
    error.retryAfterSeconds === undefined
      ? undefined
      : { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${error.retryAfterSeconds}s` };
  return { error: { code: error.status, message: error.message, status: name, ...(retry === undefined ? {} : { details: [retry] }) } };
}
