import type { FaultKind } from '../fault-kind.ts';

const types: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

/** The provider refuses: 429 with Retry-After, 500, 529, in its own words. */
export const providerError: FaultKind = {
  name: 'provider-error',
  site: 'http',
  summary: 'The provider answers with an HTTP error in its own format.',
  settings: {
    type: 'object',
    additionalProperties: false,
    required: ['status'],
    properties: {
      status: { type: 'integer', minimum: 400, maximum: 599, description: 'HTTP status.' },
      retryAfterSeconds: { type: 'number', minimum: 0, description: 'Value of the Retry-After header, in seconds.' },
      message: { type: 'string', description: 'What the provider says.' },
    },
  },
  consumesRecording: false,
  example: { status: 429, retryAfterSeconds: 1 },
  answer(settings, context) {
    const status = Number(settings['status']);
    const retryAfter = settings['retryAfterSeconds'];
    const response = context.writeError({
      status,
      type: types[status] ?? 'server_error',
      message: typeof settings['message'] === 'string' ? settings['message'] : `Injected by Rehearsal: the provider answers ${status}.`,
      ...(typeof retryAfter === 'number' ? { retryAfterSeconds: retryAfter } : {}),
    });
    context.fired(`answered ${status}${typeof retryAfter === 'number' ? ` with Retry-After ${retryAfter} s` : ''}`);
    return { ...response, body: response.chunks };
  },
};
