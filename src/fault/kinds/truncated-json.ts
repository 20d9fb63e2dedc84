import { encodeUtf8, withoutHeaders } from '../../domain/http.ts';
import type { FaultKind } from '../fault-kind.ts';
import { jsonBody } from '../json-body.ts';
import { simplerThan } from '../simpler-than.ts';

/** A body that stops in the middle, and in good order: no length and no broken connection tells that something is missing. */
export const truncatedJson: FaultKind = {
  name: 'truncated-json',
  site: 'http',
  summary: 'A JSON body stops in the middle; the connection ends in good order.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: { afterBytes: { type: 'integer', minimum: 0, description: 'Bytes that still arrive. Default: half of them; 0 for an empty body.' } },
  },
  consumesRecording: false,
  example: {},
  async damage(settings, given, context) {
    const { answer, text } = await jsonBody(given);
    const bytes = text === undefined ? undefined : encodeUtf8(text);
    const limit = (settings['afterBytes'] as number | undefined) ?? Math.floor((bytes?.length ?? 0) / 2);
    if (bytes === undefined || limit >= bytes.length) return answer;
    context.fired(`ended the body after ${limit} of ${bytes.length} bytes`);
    return { ...answer, headers: withoutHeaders(answer.headers, new Set(['content-length'])), body: [bytes.subarray(0, limit)] };
  },
  tries: (place) => (place.kind === 'request' && !place.plain && !place.stream ? [{}, { afterBytes: 0 }] : []),
  simpler: (settings) => simplerThan(settings, [{}]),
};
