import type { JsonObject } from '../../domain/json.ts';
import type { FaultKind } from '../fault-kind.ts';

/** The tool refuses, for now or for good, before it does anything. */
export const toolError: FaultKind = {
  name: 'tool-error',
  site: 'tool',
  summary: 'The tool answers with an error and does nothing.',
  settings: {
    type: 'object',
    additionalProperties: false,
    required: ['status', 'code'],
    properties: {
      status: { enum: ['temporary_error', 'permanent_error'], description: 'Whether asking again may help.' },
      code: { type: 'string', minLength: 1, description: 'The error_code of the result.' },
      message: { type: 'string', description: 'The error_message of the result.' },
      retryAfterSeconds: { type: 'number', minimum: 0, description: 'Value of the Retry-After header, in seconds.' },
    },
  },
  consumesRecording: false,
  example: { status: 'temporary_error', code: 'UNAVAILABLE' },
  strikeTool(settings) {
    const { status, code, message, retryAfterSeconds } = settings as { status: string; code: string; message?: string; retryAfterSeconds?: number };
    const result = { status, error_code: code, error_message: message ?? `The tool answers ${code}.` };
    return {
      instead: retryAfterSeconds === undefined ? { result } : { result: { ...result, retry_after_seconds: retryAfterSeconds }, retryAfterSeconds },
      text: `answered ${status} ${code}, and did nothing`,
    };
  },
  tries: (place) =>
    place.kind === 'tool'
      ? [
          { status: 'temporary_error', code: 'UNAVAILABLE' },
          { status: 'temporary_error', code: 'OVERLOADED', retryAfterSeconds: 10 },
          { status: 'permanent_error', code: place.contract?.errors?.[0] ?? 'REFUSED' },
        ]
      : [],
  simpler: ({ status, code, ...more }) => (Object.keys(more).length === 0 ? [] : [{ status, code } as JsonObject]),
};
