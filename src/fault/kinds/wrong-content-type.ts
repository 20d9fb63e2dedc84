import { headerValue, withoutHeaders } from '../../domain/http.ts';
import type { FaultKind } from '../fault-kind.ts';
import { simplerThan } from '../simpler-than.ts';

/** The body is as ever, and the head says that it is something else. */
export const wrongContentType: FaultKind = {
  name: 'wrong-content-type',
  site: 'http',
  summary: 'The real answer comes with a content type that it has not.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      contentType: { type: 'string', pattern: '^[\\x20-\\x7e]*$', description: 'What the head says. Default `text/plain`; empty: nothing.' },
    },
  },
  consumesRecording: false,
  example: { contentType: 'text/plain' },
  damage(settings, answer, context) {
    const contentType = (settings['contentType'] as string | undefined) ?? 'text/plain';
    const real = headerValue(answer.headers, 'content-type');
    // An answer that is of this type already cannot be struck.
    if (answer.status === 0 || real === contentType || (real === undefined && contentType === '')) return answer;
    const said = contentType === '' ? [] : [['content-type', contentType] as const];
    context.fired(`said ${contentType === '' ? 'no content type' : contentType} in place of ${real ?? 'none'}`);
    return { ...answer, headers: [...withoutHeaders(answer.headers, new Set(['content-type'])), ...said] };
  },
  tries: (place) => (place.kind === 'request' ? [{}] : []),
  simpler: (settings) => simplerThan(settings, [{}]),
};
