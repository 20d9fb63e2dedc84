import { encodeUtf8 } from '../../domain/http.ts';
import type { FaultKind } from '../fault-kind.ts';
import { simplerThan } from '../simpler-than.ts';

const titles: Readonly<Record<number, string>> = {
  200: 'Sign in',
  403: 'Access denied',
  502: 'Bad gateway',
  503: 'Service unavailable',
  504: 'Gateway timeout',
};

/** Something between the agent and the provider answers with a page for people: a gateway in trouble, or a login. */
export const htmlInstead: FaultKind = {
  name: 'html-instead',
  site: 'http',
  summary: 'An HTML page comes in place of the answer.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      status: {
        type: 'integer',
        minimum: 200,
        maximum: 599,
        description: 'HTTP status: 200 for a login page (default), 502 for a gateway in trouble.',
      },
    },
  },
  consumesRecording: false,
  example: { status: 502 },
  answer(settings, context) {
    const status = (settings['status'] as number | undefined) ?? 200;
    const title = titles[status] ?? `Status ${status}`;
    const page = encodeUtf8(`<!DOCTYPE html>\n<html>\n<head><title>${title}</title></head>\n<body>\n<h1>${title}</h1>\n</body>\n</html>\n`);
    context.fired(`answered ${status} with an HTML page`);
    return {
      status,
      statusText: '',
      headers: [
        ['content-type', 'text/html; charset=utf-8'],
        ['content-length', String(page.length)],
      ],
      body: [page],
      ending: 'complete',
    };
  },
  tries: (place) => (place.kind === 'request' ? [{}, { status: 502 }] : []),
  simpler: (settings) => simplerThan(settings, [{}]),
};
