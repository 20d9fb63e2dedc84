/** One server-sent event. `start` and `end` are offsets in the text, the blank line that ends it included. */
export interface ServerSentEvent {
  readonly event: string | undefined;
  /** The `data` lines joined by a line feed; undefined where the event has none (a comment or a ping). */
  readonly data: string | undefined;
  readonly start: number;
  readonly end: number;
  /** False for the last piece of a text that stops before the blank line. */
  readonly terminated: boolean;
}

/**
 * Splits a text into server-sent events (WHATWG HTML, "Server-sent events"): lines end with LF, CR or CRLF, a blank line ends an event, lines that
 * begin with a colon are comments. An unterminated last event is returned too, marked so; the standard would drop it, but a recording must not.
 */
export function parseServerSentEvents(text: string): readonly ServerSentEvent[] {
  const events: ServerSentEvent[] = [];
  let start = 0;
  let position = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const hasCarriageReturn = text.includes('\r');
  let event: string | undefined;
  let data: string | undefined;
  while (position < text.length) {
    const lineEnd = findLineEnd(text, position, hasCarriageReturn);
    const lineStart = position;
    position = lineEnd.next;
    if (lineEnd.at === lineStart) {
      if (start < lineStart) events.push({ event, data, start, end: position, terminated: true });
      start = position;
      event = data = undefined;
      continue;
    }
    const colon = text.indexOf(':', lineStart);
    if (colon === lineStart) continue;
    const nameEnd = colon === -1 || colon > lineEnd.at ? lineEnd.at : colon;
    const name = text.slice(lineStart, nameEnd);
    let valueStart = Math.min(nameEnd + 1, lineEnd.at);
    if (text.charCodeAt(valueStart) === 0x20 && valueStart < lineEnd.at) valueStart++;
    const value = text.slice(valueStart, lineEnd.at);
    if (name === 'data') data = data === undefined ? value : `${data}\n${value}`;
    else if (name === 'event') event = value;
  }
  if (start < text.length) events.push({ event, data, start, end: text.length, terminated: false });
  return events;
}

function findLineEnd(text: string, from: number, hasCarriageReturn: boolean): { readonly at: number; readonly next: number } {
  const lf = text.indexOf('\n', from);
  const cr = hasCarriageReturn ? text.indexOf('\r', from) : -1;
  if (cr !== -1 && (lf === -1 || cr < lf)) return { at: cr, next: cr + 1 === lf ? lf + 1 : cr + 1 };
  return lf === -1 ? { at: text.length, next: text.length } : { at: lf, next: lf + 1 };
}

/** Writes one event with LF line ends. */
export function formatServerSentEvent(data: string, event?: string): string {
  const lines = data
    .split('\n')
    .map((line) => `data: ${line}\n`)
    .join('');
  return `${event === undefined ? '' : `event: ${event}\n`}${lines}\n`;
}
