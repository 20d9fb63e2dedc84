import type { Trouble, WordedTrouble } from '../../domain/chat.ts';

/** What Gemini says when something goes wrong. It sends no headers about limits; how long to wait stands in the body. */
export const geminiTroubles: Readonly<Record<Trouble, WordedTrouble>> = {
  'no-credit': {
    error: { status: 429, type: 'RESOURCE_EXHAUSTED', message: 'You exceeded your current quota, please check your plan and billing details.' },
  },
  'too-many-requests': {
    error: { status: 429, type: 'RESOURCE_EXHAUSTED', message: 'Quota exceeded for requests per minute. Please retry in 1s.', retryAfterSeconds: 1 },
  },
  'too-many-tokens': {
    error: {
      status: 429,
      type: 'RESOURCE_EXHAUSTED',
      message: 'Quota exceeded for input tokens per minute. Please retry in 1s.',
      retryAfterSeconds: 1,
    },
  },
  'context-overflow': {
    error: {
      status: 400,
      type: 'INVALID_ARGUMENT',
      message: 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
    },
  },
  overloaded: { error: { status: 503, type: 'UNAVAILABLE', message: 'The model is overloaded. Please try again later.' } },
  'server-error': { error: { status: 500, type: 'INTERNAL', message: 'An internal error has occurred.' } },
};
