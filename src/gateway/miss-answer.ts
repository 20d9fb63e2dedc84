import type { Dialect } from '../dialect/dialect.ts';
import { encodeUtf8, type Answer } from '../domain/http.ts';

/**
 * A refusal of the gateway itself, in the words of the provider that was asked, so that every client shows it. Status 400 and `x-should-retry: false` keep
 * SDKs from asking again.
 */
export function missAnswer(refusal: { readonly code: string; readonly text: string }, dialect: Dialect | undefined, status = 400): Answer {
  const message = `${refusal.code}: ${refusal.text}`;
  const own: readonly (readonly [string, string])[] = [
    ['x-should-retry', 'false'],
    ['x-rehearsal-code', refusal.code],
  ];
  if (dialect === undefined) {
    const body = encodeUtf8(`${JSON.stringify({ error: { code: refusal.code, message } }, undefined, 2)}\n`);
    return {
      status,
      statusText: '',
      headers: [['content-type', 'application/json; charset=utf-8'], ['content-length', String(body.length)], ...own],
      body: [body],
      ending: 'complete',
    };
  }
  const response = dialect.writeError({ status, type: 'invalid_request_error', code: refusal.code.toLowerCase(), message });
  return { status, statusText: response.statusText, headers: [...response.headers, ...own], body: response.chunks, ending: 'complete' };
}
