import type { Redactor } from '../cassette/redaction/index.ts';
import type { EventBody } from '../domain/event.ts';
import type { Json } from '../domain/json.ts';

/** A value without its secrets; the same object where it holds none. */
export function redactedJson(value: Json, redactor: Redactor): Json {
  if (typeof value === 'string') return redactor.text(value);
  const text = JSON.stringify(value);
  const redacted = redactor.text(text);
  return redacted === text ? value : (JSON.parse(redacted) as Json);
}

/** An event without the secrets that the agent or the world put into it. */
export function redactedEvent(event: EventBody, redactor: Redactor): EventBody {
  return redactedJson(event as unknown as Json, redactor) as unknown as EventBody;
}
