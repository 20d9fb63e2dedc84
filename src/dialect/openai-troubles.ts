import type { Trouble, WordedTrouble } from '../domain/chat.ts';

/** What OpenAI says when something goes wrong, with its rate-limit headers. */
export const openaiTroubles: Readonly<Record<Trouble, WordedTrouble>> = {
  'no-credit': {
    error: {
      status: 429,
      type: 'insufficient_quota',
      code: 'insufficient_quota',
      message: 'You exceeded your current quota, please check your plan and billing details.',
    },
  },
  'too-many-requests': {
    error: {
      status: 429,
      type: 'requests',
      code: 'rate_limit_exceeded',
      message: 'Rate limit reached on requests per min (RPM): Limit 500, Used 500, Requested 1. Please try again in 1s.',
      retryAfterSeconds: 1,
    },
    headers: [
      ['x-ratelimit-limit-requests', '500'],
      ['x-ratelimit-remaining-requests', '0'],
      ['x-ratelimit-reset-requests', '1s'],
    ],
  },
  'too-many-tokens': {
    error: {
      status: 429,
      type: 'tokens',
      code: 'rate_limit_exceeded',
      message: 'Rate limit reached on tokens per min (TPM): Limit 30000, Used 29800, Requested 700. Please try again in 1s.',
      retryAfterSeconds: 1,
    },
    headers: [
      ['x-ratelimit-limit-tokens', '30000'],
      ['x-ratelimit-remaining-tokens', '200'],
      ['x-ratelimit-reset-tokens', '1s'],
    ],
  },
  'context-overflow': {
    error: {
      status: 400,
      type: 'invalid_request_error',
      code: 'context_length_exceeded',
      message: "This model's maximum context length is 128000 tokens. However, your messages resulted in 130118 tokens.",
    },
  },
  overloaded: { error: { status: 503, type: 'server_error', message: 'The engine is currently overloaded, please try again later.' } },
  'server-error': { error: { status: 500, type: 'server_error', message: 'The server had an error while processing your request.' } },
};
