import type { ProviderError } from '../domain/chat.ts';
import { isJsonObject, type JsonObject } from '../domain/json.ts';
import { defined } from './defined.ts';

/** The error in `{ "error": { message, type, code } }`, as OpenAI and Anthropic word it; compatible servers take liberties. */
export function readError(body: JsonObject, status: number): ProviderError | undefined {
  const error = body['error'];
  if (error === undefined || error === null) return undefined;
  if (isJsonObject(error)) return readErrorObject(error, status);
  return { status: errorStatus('', undefined, status), type: 'unknown_error', message: typeof error === 'string' ? error : JSON.stringify(error) };
}

/** The object inside. Without a type its code is the type where that is a word, so that every error has one. */
export function readErrorObject(error: JsonObject, status: number): ProviderError {
  const { message, type, code } = error;
  const codeText = typeof code === 'string' || typeof code === 'number' ? String(code) : undefined;
  const typeText = typeof type === 'string' && type !== '' ? type : undefined;
  const codeIsType = typeText === undefined && codeText !== undefined && Number.isNaN(Number(codeText));
  return defined<ProviderError>({
    status: errorStatus(typeText ?? '', codeText, status),
    type: typeText ?? (codeIsType ? codeText : 'unknown_error'),
    code: codeIsType ? undefined : codeText,
    message: typeof message === 'string' ? message : JSON.stringify(error),
  });
}

const statuses: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  insufficient_quota: 429,
  tokens: 429,
  requests: 429,
  timeout_error: 504,
  overloaded_error: 529,
};

/** The status of the response where it is one of an error, else the one that the error stands for. */
function errorStatus(type: string, code: string | undefined, status: number): number {
  if (status >= 400) return status;
  const number = Number(code);
  if (Number.isInteger(number) && number >= 400 && number < 600) return number;
  return statuses[code ?? ''] ?? statuses[type] ?? 500;
}
