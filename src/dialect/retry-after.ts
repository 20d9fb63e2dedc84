import { headerValue, type HeaderList } from '../domain/http.ts';

/**
 * How long a response asks to wait, in seconds. A date is taken relative to the response's own `date` header, never to a clock: a recording
 * says the same in every year.
 */
export function retryAfterSeconds(headers: HeaderList): number | undefined {
  const milliseconds = Number.parseFloat(headerValue(headers, 'retry-after-ms') ?? '');
  if (milliseconds >= 0) return milliseconds / 1000;
  const value = headerValue(headers, 'retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value);
  const seconds = (Date.parse(value) - Date.parse(headerValue(headers, 'date') ?? '')) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
