import { headerValue, withoutHeaders } from '../../domain/http.ts';
import type { FaultKind } from '../fault-kind.ts';
import { simplerThan } from '../simpler-than.ts';

/** A proxy swallowed the status: whoever looks at that alone takes the error for an answer. */
export const errorUnderOk: FaultKind = {
  name: 'error-under-ok',
  site: 'http',
  summary: "The provider's error comes with status 200.",
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      status: { type: 'integer', minimum: 400, maximum: 599, description: 'The status that the error would have had. Default 500.' },
      message: { type: 'string', description: 'What the provider says.' },
    },
  },
  consumesRecording: false,
  example: { status: 500 },
  answer(settings, context) {
    const status = (settings['status'] as number | undefined) ?? 500;
    const message = (settings['message'] as string | undefined) ?? `Injected by Rehearsal: an error ${status} that says 200.`;
    const response = context.writeError({ status, type: '', message });
    context.fired(`answered an error ${status} with status 200`);
    const contentType = headerValue(response.headers, 'content-type') ?? 'application/json';
    const headers = [...withoutHeaders(response.headers, new Set(['content-type', 'retry-after'])), ['content-type', contentType] as const];
    return { status: 200, statusText: 'OK', headers, body: response.chunks, ending: 'complete' };
  },
  tries: (place) => (place.kind === 'request' ? [{}] : []),
  simpler: (settings) => simplerThan(settings, [{}, ...('message' in settings && 'status' in settings ? [{ status: settings['status']! }] : [])]),
};
