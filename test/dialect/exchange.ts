import type { HttpRequest, HttpResponse } from '../../src/domain/http.ts';
import type { Json } from '../../src/domain/json.ts';

/** A request with this body. */
export function posted(url: string, body: Json): HttpRequest {
  return { method: 'POST', url, headers: [['content-type', 'application/json']], body: Buffer.from(JSON.stringify(body)) };
}

/** A whole JSON body. */
export function jsonAnswer(body: Json, status = 200): HttpResponse {
  return { status, statusText: '', headers: [['content-type', 'application/json']], chunks: [Buffer.from(JSON.stringify(body))], ending: 'complete' };
}

/** A whole stream of events; a text is sent as it is. */
export function streamAnswer(events: readonly Json[]): HttpResponse {
  const text = events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join('');
  return { status: 200, statusText: 'OK', headers: [['content-type', 'text/event-stream']], chunks: [Buffer.from(text)], ending: 'complete' };
}
