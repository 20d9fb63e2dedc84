import type { Span } from './detector.ts';

/** An object or array that the scanner is in; `key` is its name or position in `parent`. */
export interface Container {
  readonly parent: Container | undefined;
  readonly key: string;
  readonly isArray: boolean;
  /** The scalar members that tell parallel streams apart (`index`, `type`, …), by name. */
  marks: Map<string, string> | undefined;
}

/** A string, without its quotes, or a number, as written. A string that the text breaks off in is a token too. */
export interface JsonToken extends Span {
  readonly kind: 'string' | 'key' | 'number';
  readonly container: Container | undefined;
  readonly key: string;
}

const markNames: ReadonlySet<string> = new Set(['type', 'index', 'output_index', 'content_index', 'summary_index', 'contentBlockIndex', 'item_id']);
const number = /-?\d[\d.eE+-]*/y;
const literal = /true|false|null/y;

/** Deeper than any honest document; what lies deeper is scrubbed as plain text. */
const depthMax = 512;

interface Frame {
  readonly container: Container;
  key: string;
  position: number;
  expectsKey: boolean;
}

/** Where a scanner stands in a value that goes on in the next piece of text. */
export interface ScannerState {
  readonly frames: readonly Frame[];
  /** What the string is in which the piece ended; undefined where it ended between tokens. */
  readonly torn: 'string' | 'key' | undefined;
}

/**
 * Reads JSON as far as it is JSON, and gives the places of its strings and numbers. It accepts more than JSON does (it never checks commas),
 * because a text must be scrubbed whether or not its sender made a mistake. One value may be fed in several pieces (`data:` lines of an event).
 */
export class JsonScanner {
  readonly tokens: JsonToken[] = [];
  private readonly frames: Frame[];
  private readonly text: string;
  /** What the text began in the middle of; the first scan reads its rest. */
  private begunIn: ScannerState['torn'];
  /** What the last scan ended in the middle of. */
  private torn: ScannerState['torn'];

  /** `state` is that of the scanner which read the text before this one. */
  constructor(text: string, state?: ScannerState) {
    this.text = text;
    this.frames = state === undefined ? [] : copyFrames(state.frames);
    this.begunIn = state?.torn;
  }

  /** Reads one value from `from`; returns where it ended, or where the text stopped being JSON. */
  scan(from: number, to: number): number {
    this.torn = undefined;
    let position = this.begunIn === undefined ? from : this.rest(from, to, this.begunIn);
    if (position > from && this.frames.length === 0) return position;
    while (position < to) {
      const next = this.step(position, to);
      if (next === undefined) return position;
      position = next;
      if (this.frames.length === 0 && !isSpace(this.text.charCodeAt(position - 1))) return position;
    }
    return position;
  }

  /** True while a value has begun and not ended. */
  get isOpen(): boolean {
    return this.frames.length > 0;
  }

  /** For the scanner of the text that follows; it shares nothing with this one. */
  state(): ScannerState {
    return { frames: copyFrames(this.frames), torn: this.torn };
  }

  /** The rest of a string that began in the text before. */
  private rest(from: number, to: number, kind: 'string' | 'key'): number {
    const frame = this.frames.at(-1);
    const close = endOfString(this.text, from, to);
    const end = close ?? to;
    if (kind === 'key') {
      this.tokens.push({ kind, start: from, end, container: frame?.container, key: '' });
      if (frame !== undefined) frame.key = this.text.slice(from, end);
    } else {
      this.tokens.push({ kind, start: from, end, container: frame?.container, key: keyIn(frame) });
    }
    this.begunIn = undefined;
    if (close === undefined) this.torn = kind;
    return close === undefined ? to : close + 1;
  }

  private step(at: number, to: number): number | undefined {
    const code = this.text.charCodeAt(at);
    if (isSpace(code)) return at + 1;
    const frame = this.frames.at(-1);
    switch (code) {
      case 0x22:
        return this.string(at, to, frame);
      case 0x2c:
        if (frame === undefined) return undefined;
        frame.position++;
        frame.expectsKey = !frame.container.isArray;
        return at + 1;
      case 0x3a:
        return frame === undefined ? undefined : at + 1;
      case 0x7b:
      case 0x5b:
        return this.open(code === 0x5b, frame) ? at + 1 : undefined;
      case 0x7d:
      case 0x5d:
        return this.frames.pop() === undefined ? undefined : at + 1;
      default:
        return this.scalar(at, to, frame);
    }
  }

  private open(isArray: boolean, frame: Frame | undefined): boolean {
    if (this.frames.length >= depthMax) return false;
    const container: Container = { parent: frame?.container, key: keyIn(frame), isArray, marks: undefined };
    this.frames.push({ container, key: '', position: 0, expectsKey: !isArray });
    return true;
  }

  private string(at: number, to: number, frame: Frame | undefined): number {
    const start = at + 1;
    const close = endOfString(this.text, start, to);
    const end = close ?? to;
    if (close === undefined) this.torn = frame?.expectsKey === true ? 'key' : 'string';
    if (frame?.expectsKey === true) {
      this.tokens.push({ kind: 'key', start, end, container: frame.container, key: '' });
      frame.key = this.text.slice(start, end);
      frame.expectsKey = false;
    } else {
      this.value('string', start, end, frame);
    }
    return close === undefined ? to : close + 1;
  }

  private scalar(at: number, to: number, frame: Frame | undefined): number | undefined {
    literal.lastIndex = number.lastIndex = at;
    if (literal.test(this.text)) return Math.min(to, literal.lastIndex);
    if (!number.test(this.text)) return undefined;
    const end = Math.min(to, number.lastIndex);
    this.value('number', at, end, frame);
    return end;
  }

  private value(kind: 'string' | 'number', start: number, end: number, frame: Frame | undefined): void {
    const key = keyIn(frame);
    if (frame !== undefined && !frame.container.isArray && markNames.has(key)) {
      const { container } = frame;
      container.marks ??= new Map();
      container.marks.set(key, this.text.slice(start, end));
    }
    this.tokens.push({ kind, start, end, container: frame?.container, key });
  }
}

/** The containers of frames are one another's parents. */
function copyFrames(frames: readonly Frame[]): Frame[] {
  let parent: Container | undefined;
  return frames.map((frame) => {
    const { marks } = frame.container;
    const container: Container = { ...frame.container, parent, marks: marks && new Map(marks) };
    parent = container;
    return { ...frame, container };
  });
}

function keyIn(frame: Frame | undefined): string {
  if (frame === undefined) return '';
  return frame.container.isArray ? String(frame.position) : frame.key;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09 || code === 0xfeff;
}

/** Where the closing quote is; undefined where the text ends before it. */
function endOfString(text: string, from: number, to: number): number | undefined {
  for (let quote = text.indexOf('"', from); quote !== -1 && quote < to; quote = text.indexOf('"', quote + 1)) {
    let slashes = quote - 1;
    while (slashes >= from && text.charCodeAt(slashes) === 0x5c) slashes--;
    if ((quote - slashes) % 2 === 1) return quote;
  }
  return undefined;
}
