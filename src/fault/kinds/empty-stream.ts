import { withoutHeaders } from '../../domain/http.ts';
import type { FaultKind } from '../fault-kind.ts';
import { isEventStream } from '../whole-answer.ts';

/** 200, the right content type, and nothing: what an overloaded server sends that did not notice. */
export const emptyStream: FaultKind = {
  name: 'empty-stream',
  site: 'stream',
  summary: 'A streamed answer has its status and its headers, and no event.',
  settings: { type: 'object', additionalProperties: false, properties: {} },
  consumesRecording: false,
  replacesAnswer: true,
  example: {},
  damage(_settings, answer, context) {
    if (!isEventStream(answer.headers)) return answer;
    context.fired('left every event out');
    return { ...answer, headers: withoutHeaders(answer.headers, new Set(['content-length'])), body: [], ending: 'complete' };
  },
  tries: (place) => (place.kind === 'request' && place.stream ? [{}] : []),
};
