import type { Trouble, WordedTrouble } from '../../domain/chat.ts';

/** What Anthropic says when something goes wrong, with its rate-limit headers. */
export const anthropicTroubles: Readonly<Record<Trouble, WordedTrouble>> = {
  'no-credit': {
    error: { status: 400, type: 'invalid_request_error', message: 'Your credit balance is too low to access the Anthropic API.' },
  },
  'too-many-requests': {
    error: {
      status: 429,
      type: 'rate_limit_error',
      message: 'This request would exceed your rate limit of 50 requests per minute.',
      retryAfterSeconds: 1,
    },
    headers: [
      ['anthropic-ratelimit-requests-limit', '50'],
      ['anthropic-ratelimit-requests-remaining', '0'],
    ],
  },
  'too-many-tokens': {
    error: {
      status: 429,
      type: 'rate_limit_error',
      message: 'This request would exceed your rate limit of 30,000 input tokens per minute.',
      retryAfterSeconds: 1,
    },
    headers: [
      ['anthropic-ratelimit-input-tokens-limit', '30000'],
      ['anthropic-ratelimit-input-tokens-remaining', '0'],
    ],
  },
  'context-overflow': { error: { status: 400, type: 'invalid_request_error', message: 'prompt is too long: 210000 tokens > 200000 maximum' } },
  overloaded: { error: { status: 529, type: 'overloaded_error', message: 'Overloaded' } },
  'server-error': { error: { status: 500, type: 'api_error', message: 'Internal server error' } },
};
