import type { IncomingHttpHeaders } from 'node:http';
import type { Provider } from './endpoint.ts';
import { identifier } from './pieces.ts';

/** A duration that looks measured but is not: a real one would make two recordings of one answer differ. */
function pretendedMilliseconds(digest: string): string {
  return String(100 + (Number.parseInt(digest.slice(0, 4), 16) % 400));
}

function bearer(headers: IncomingHttpHeaders): boolean {
  return /^Bearer \S+/.test(headers.authorization ?? '');
}

export const openai: Provider = {
  name: 'openai',
  prefix: '/openai/v1',
  models: /^(gpt-4o|gpt-4o-mini|gpt-4\.1|gpt-4\.1-mini|text-embedding-3-small)$/,
  hasKey: bearer,
  missingKey: { status: 401, message: "You didn't provide an API key. Provide it in an Authorization header: 'Authorization: Bearer YOUR_KEY'." },
  error: (status, message) => ({
    error: { message, type: 'invalid_request_error', param: null, code: { 401: 'invalid_api_key', 404: 'model_not_found' }[status] ?? null },
  }),
  headers: (digest) => ({
    'x-request-id': identifier('req_', digest),
    'openai-organization': 'rehearsal-scripted',
    'openai-processing-ms': pretendedMilliseconds(digest),
    'openai-version': '2020-10-01',
    'x-ratelimit-limit-requests': '10000',
    'x-ratelimit-remaining-requests': '9999',
  }),
};

const anthropicErrors: Readonly<Record<number, string>> = { 400: 'invalid_request_error', 401: 'authentication_error', 404: 'not_found_error' };

export const anthropic: Provider = {
  name: 'anthropic',
  prefix: '/anthropic',
  models: /^claude-(haiku|sonnet|opus)-[\d-]+$/,
  hasKey: (headers) => (headers['x-api-key'] ?? '') !== '' || bearer(headers),
  missingKey: { status: 401, message: 'x-api-key header is required' },
  error: (status, message, digest) => ({
    type: 'error',
    error: { type: anthropicErrors[status] ?? 'api_error', message },
    request_id: identifier('req_', digest),
  }),
  headers: (digest) => ({
    'request-id': identifier('req_', digest),
    'anthropic-organization-id': 'rehearsal-scripted',
    'anthropic-ratelimit-requests-limit': '10000',
    'anthropic-ratelimit-requests-remaining': '9999',
  }),
};

const geminiStatuses: Readonly<Record<number, string>> = { 400: 'INVALID_ARGUMENT', 403: 'PERMISSION_DENIED', 404: 'NOT_FOUND' };

export const gemini: Provider = {
  name: 'gemini',
  prefix: '/gemini',
  models: /^gemini-2\.5-(flash|flash-lite|pro)$/,
  hasKey: (headers, url) => (headers['x-goog-api-key'] ?? url.searchParams.get('key') ?? '') !== '' || bearer(headers),
  // Google answers 403 where the others answer 401.
  missingKey: { status: 403, message: "Method doesn't allow unregistered callers. Please use API Key or other form of API consumer identity." },
  error: (status, message) => ({ error: { code: status, message, status: geminiStatuses[status] ?? 'INTERNAL' } }),
  headers: (digest) => ({ 'server-timing': `gfet4t7; dur=${pretendedMilliseconds(digest)}`, 'x-request-id': identifier('', digest) }),
};
