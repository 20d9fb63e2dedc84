import { encodeUtf8, type Answer, type HeaderList } from '../domain/http.ts';
import type { Json } from '../domain/json.ts';

/** A JSON value as an answer. */
export function jsonAnswer(status: number, value: Json, headers: HeaderList = []): Answer {
  const body = encodeUtf8(`${JSON.stringify(value)}\n`);
  return {
    status,
    statusText: '',
    headers: [['content-type', 'application/json; charset=utf-8'], ['content-length', String(body.length)], ...headers],
    body: [body],
    ending: 'complete',
  };
}

/** No answer at all: the connection breaks before anything is said. */
export const brokenConnection: Answer = { status: 0, statusText: '', headers: [], body: [], ending: 'error' };
