import type { ProviderError } from '../domain/chat.ts';
import { isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import { defined } from './defined.ts';

/** Errors as OpenAI words them, in a body or in an event of a stream: `{ "error": { message, type, param, code } }`; compatible servers take liberties. */
export function readOpenaiError(body: JsonObject, status: number): ProviderError | undefined {
  const error = body['error'];
  if (error === undefined || error === null) return undefined;
  if (!isJsonObject(error))
    return { status: statusOf('', undefined, status), type: 'unknown_error', message: typeof error === 'string' ? error : JSON.stringify(error) };
  return readErrorObject(error, status);
}

/** The object inside: `message`, `type`, `code`. */
export function readErrorObject(error: JsonObject, status: number): ProviderError {
  const { message, type, code } = error;
  const codeText = typeof code === 'string' || typeof code === 'number' ? String(code) : undefined;
  const typeText = typeof type === 'string' && type !== '' ? type : undefined;
  return defined<ProviderError>({
    status: statusOf(typeText ?? '', codeText, status),
    type: typeText ?? codeText ?? 'unknown_error',
    code: typeText === undefined ? undefined : codeText,
    message: typeof message === 'string' ? message : JSON.stringify(error),
  });
}

export function writeOpenaiError(error: ProviderError): JsonObject {
  const code: Json = error.code ?? null;
  return { error: { message: error.message, type: error.type || (typesByStatus[error.status] ?? 'server_error'), param: null, code } };
}

const typesByStatus: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
};

const statuses: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  permission_error: 403,
  not_found_error: 404,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  insufficient_quota: 429,
  tokens: 429,
  requests: 429,
};

/** The status of the response where it is one of an error, else the one that the error stands for. */
function statusOf(type: string, code: string | undefined, status: number): number {
  if (status >= 400) return status;
  const number = Number(code);
  if (number >= 400 && number < 600) return number;
  return (code === undefined ? undefined : statuses[code]) ?? statuses[type] ?? 500;
}
