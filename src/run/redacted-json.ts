import type { Redactor } from '../cassette/redaction/index.ts';
import type { EventBody } from '../domain/event.ts';
import type { Json } from '../domain/json.ts';
import type { EpisodeHistory } from './event-log.ts';

/** A value without its secrets; the same object where it holds none. */
export function redactedJson(value: Json, redactor: Redactor): Json {
  if (typeof value === 'string') return redactor.text(value);
  const text = JSON.stringify(value);
  const redacted = redactor.text(text);
  return redacted === text ? value : (JSON.parse(redacted) as Json);
}

/** Emits an event without the secrets that the agent or the world put into it. What was written to look for them is written to the log. */
export function emitRedacted(history: EpisodeHistory, event: EventBody, redactor: Redactor): void {
  const text = JSON.stringify(event);
  const redacted = redactor.text(text);
  if (redacted === text) history.emit(event, text);
  else history.emit(JSON.parse(redacted) as EventBody);
}
