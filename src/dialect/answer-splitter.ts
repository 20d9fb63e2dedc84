import { headerValue, type HeaderList } from '../domain/http.ts';
import { isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import { parseServerSentEvents } from '../domain/sse.ts';
import { excerpt, wholePayload, type WholePayload } from './answer-payload.ts';

/** What becomes of the parts of an answer. */
interface AnswerParts {
  parse(text: string): Json;
  event(event: JsonObject): void;
}

/** The events have been handed on; this is what was left. */
interface EndOfEvents {
  readonly form: 'events';
  readonly done: boolean;
  readonly malformed: string | undefined;
}

const streamFieldLine = /^(?:data|event|id|retry)?:|^(?:data|event)$/;

/** The largest answer that is no stream, or event of one, that is understood; as text it has to be there as a whole. */
const wholeTextMax = 64 * 1024 * 1024;
/** Enough of a text to be quoted. */
const headMax = 4096;
/** A first line that is longer than this names no field of an event. */
const firstLineMax = 64 * 1024;

type Mode = 'unknown' | 'events' | 'whole' | 'unreadable';

/**
 * The bytes of an answer, taken apart but not yet understood: events are handed on as they come, everything else is kept until the end. The body itself
 * decides what it is, not its content type: recordings and error pages often carry the wrong one. No server-sent event begins with a bracket, and no
 * JSON with a field name.
 */
export class AnswerSplitter {
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private readonly declaredStream: boolean;
  private readonly parts: AnswerParts;
  private mode: Mode = 'unknown';
  private text = '';
  private head = '';
  private lookAt = 0;
  private tooLarge = false;
  private eventCount = 0;
  private objectCount = 0;
  private done = false;
  private malformed: string | undefined;

  constructor(headers: HeaderList, parts: AnswerParts) {
    this.declaredStream = headerValue(headers, 'content-type')?.includes('event-stream') === true;
    this.parts = parts;
  }

  push(bytes: Uint8Array): void {
    this.take(this.decoder.decode(bytes, { stream: true }), false);
  }

  /** What there is but events. */
  end(isWhole: boolean): WholePayload | EndOfEvents {
    this.take(this.decoder.decode(), true);
    if (this.tooLarge) return { form: 'unreadable', text: this.head, malformed: `The body holds more than ${wholeTextMax} characters in one piece.` };
    if (this.mode === 'events') return this.endOfEvents(isWhole);
    const start = this.text.trimStart();
    if (this.mode === 'whole') return wholePayload(this.text, start, (json) => this.parsed(json), isWhole);
    const text = this.text;
    if (start === '') return { form: 'unreadable', text, malformed: 'The body is empty.' };
    const what = start.startsWith('<') ? 'HTML or XML' : 'neither JSON nor an event stream';
    return { form: 'unreadable', text, malformed: `The body is ${what}: ${excerpt(start)}` };
  }

  private take(decoded: string, isEnd: boolean): void {
    const text = this.head === '' && this.text === '' ? decoded.replace(/^\ufeff/, '') : decoded;
    if (this.head.length < headMax) this.head = (this.head + text).slice(0, headMax);
    if (this.tooLarge) return;
    if (this.mode === 'unreadable' && this.text.length >= headMax) return;
    this.text += text;
    if (this.mode === 'unknown') this.mode = this.modeOf(isEnd);
    if (this.mode === 'events') this.takeEvents(isEnd);
    if (this.mode === 'unreadable' && this.text.length > headMax) this.text = this.text.trimStart().slice(0, headMax);
    if (this.text.length <= wholeTextMax) return;
    this.tooLarge = true;
    this.text = '';
  }

  private modeOf(isEnd: boolean): Mode {
    const start = this.text.trimStart();
    if (start.startsWith('{') || start.startsWith('[')) return 'whole';
    const lineEnd = /[\r\n]/.exec(start.slice(0, firstLineMax))?.index;
    if (lineEnd === undefined && !isEnd && start.length < firstLineMax) return 'unknown';
    if (streamFieldLine.test(start.slice(0, lineEnd)) || (this.declaredStream && !start.startsWith('<'))) return 'events';
    return 'unreadable';
  }

  private takeEvents(isEnd: boolean): void {
    if (!isEnd && this.text.length < this.lookAt) return;
    // A carriage return may be half of a line end.
    const text = !isEnd && this.text.endsWith('\r') ? this.text.slice(0, -1) : this.text;
    let taken = 0;
    for (const event of parseServerSentEvents(text)) {
      if (!event.terminated) break;
      taken = event.end;
      this.takeEvent(event.data, true);
    }
    if (taken > 0) this.text = this.text.slice(taken);
    // One large event is not looked through again for each of its pieces.
    this.lookAt = taken > 0 ? 0 : this.text.length * 2;
  }

  private takeEvent(data: string | undefined, mustBeWhole: boolean): void {
    this.eventCount++;
    if (data === undefined || data.trim() === '') return;
    if (data.trim() === '[DONE]') {
      this.done = true;
      return;
    }
    const value = this.parsed(data);
    if (isJsonObject(value)) {
      this.objectCount++;
      this.parts.event(value);
    } else if (mustBeWhole) this.malformed ??= `Event ${this.eventCount} of the stream is not a JSON object: ${excerpt(data)}`;
  }

  private endOfEvents(isWhole: boolean): EndOfEvents {
    // The half-written last event of a stream that was cut off is no defect of its own: `complete` says it.
    for (const event of parseServerSentEvents(this.text)) this.takeEvent(event.data, event.terminated || isWhole);
    if (isWhole && this.objectCount === 0 && !this.done && this.head.trim() !== '')
      this.malformed ??= `The stream has no events: ${excerpt(this.head)}`;
    return { form: 'events', done: this.done, malformed: this.malformed };
  }

  private parsed(json: string): Json | undefined {
    try {
      return this.parts.parse(json);
    } catch {
      return undefined;
    }
  }
}
