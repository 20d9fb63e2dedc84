import { encodeUtf8, withoutHeaders } from '../../domain/http.ts';
import type { FaultKind } from '../fault-kind.ts';
import { jsonBody } from '../json-body.ts';

/** A whole body that is not JSON, as a server writes it that puts it together by hand. */
export const malformedJson: FaultKind = {
  name: 'malformed-json',
  site: 'http',
  summary: 'A JSON body is whole, and no valid JSON.',
  settings: { type: 'object', additionalProperties: false, properties: {} },
  consumesRecording: false,
  example: {},
  async damage(_settings, given, context) {
    const { answer, text } = await jsonBody(given);
    if (text === undefined) return answer;
    // A comma behind the last member: eyes pass over it, parsers do not.
    const close = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
    const malformed = close === -1 ? `${text},` : `${text.slice(0, close)},,${text.slice(close)}`;
    context.fired('made the body invalid JSON');
    return { ...answer, headers: withoutHeaders(answer.headers, new Set(['content-length'])), body: [encodeUtf8(malformed)] };
  },
  tries: (place) => (place.kind === 'request' && !place.plain && !place.stream ? [{}] : []),
};
