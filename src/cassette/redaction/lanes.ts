import type { Span } from './detector.ts';
import { type Container, JsonScanner, type JsonToken, type ScannerState } from './json-scanner.ts';

/**
 * What a reader would put together into one text: a JSON string, a number, a plain text, or the pieces of a stream that carry one string.
 * `pieces` are places in the body, in order.
 */
export interface Lane {
  readonly kind: 'string' | 'number' | 'plain';
  /** The name of the JSON member whose value this is. */
  readonly name?: string;
  /** By what the lane is known again in the text that follows; absent where it ends with its piece. */
  readonly key?: string;
  readonly pieces: readonly Span[];
}

/** How a body is read: as server-sent events, as JSON values one after the other, or as it is. */
type Form = 'events' | 'documents' | 'plain';

/** A line of an event: JSON, data that is none, or something else. */
type LineKind = 'json' | 'data' | 'plain';

/** Where the reading of a body stands when its text so far has ended and more follows. */
export interface Resume {
  readonly form: Form;
  /** The pieces of a list or of several documents join, those of a single document do not. */
  readonly isStreamed: boolean;
  /** The JSON value that goes on. */
  readonly scanner?: ScannerState;
  /** The line of an event that goes on. */
  readonly line?: LineKind;
}

/** The lanes of a body, and the tokens in which a response repeats its text in small pieces: those of `logprobs`. */
export interface Division {
  readonly lanes: readonly Lane[];
  readonly echoes: readonly JsonToken[];
  /** Places behind events or documents, where the text may be parted without parting a value. */
  readonly seams: readonly number[];
  /** How the text that follows is to be read. */
  readonly resume: Resume;
}

/** Keys of the lanes that are no member of a JSON value. */
export const laneKeys = { plain: '#plain', data: '#data', line: '#line', value: '#value' } as const;

/**
 * Divides a body into lanes:
 *
 *     data: {"choices":[{"index":0,"delta":{"content":"jane@exa"}}]}     lane choices/0/delta/content: "jane@exa" + "mple.com"
 *     data: {"choices":[{"index":0,"delta":{"content":"mple.com"}}]}
 *     event: ping                                                        lane of its own, plain
 *
 * Strings of a single document are never joined, nor are numbers and keys. `resume` is given where the text continues another.
 */
export function divideIntoLanes(text: string, isResponse: boolean, resume: Resume = beginning(text)): Division {
  if (resume.form === 'events') return divideEvents(text, resume);
  if (resume.form === 'documents') return divideDocuments(text, isResponse, resume);
  return plainLane(text);
}

function beginning(text: string): Resume {
  if (/^\uFEFF?\s*(?:data|event|id|retry|):/.test(text)) return { form: 'events', isStreamed: true };
  if (/^\uFEFF?\s*[{["]/.test(text)) return { form: 'documents', isStreamed: /^\uFEFF?\s*\[\s*\{/.test(text) };
  return { form: 'plain', isStreamed: false };
}

/** A text that is taken as it is. */
export function plainLane(text: string): Division {
  const lane: Lane = { kind: 'plain', key: laneKeys.plain, pieces: [{ start: 0, end: text.length }] };
  return { lanes: [lane], echoes: [], seams: [], resume: { form: 'plain', isStreamed: false } };
}

/** Server-sent events: the JSON of their `data` lines joins over events; all other lines, and data that is no JSON, are plain. */
function divideEvents(text: string, resume: Resume): Division {
  const lanes = new LaneBuilder();
  const plainData: Span[] = [];
  const seams: number[] = [];
  let scanner = new JsonScanner(text, resume.scanner);
  // The first line may be the rest of one.
  let within = resume.line;
  let lastKind: LineKind | undefined;
  let lastGoesOn = false;
  for (const line of linesOf(text)) {
    lastGoesOn = line.next === line.end;
    lastKind = within;
    if (line.start === line.end && within === undefined) {
      lanes.add(scanner.tokens, true);
      scanner = new JsonScanner(text);
      seams.push(line.next);
    } else if (within === 'data') {
      plainData.push(line);
    } else if (within === 'plain') {
      lanes.plain(line, laneKeys.line);
    } else if (within === 'json' || text.startsWith('data:', line.start)) {
      const start = within === 'json' ? line.start : line.start + (text.charCodeAt(line.start + 5) === 0x20 ? 6 : 5);
      const isValue = within === 'json' || scanner.isOpen || isJson(text, start, line.end);
      const stop = isValue ? scanner.scan(start, line.end) : start;
      lastKind = isValue && stop === line.end ? 'json' : 'data';
      if (stop < line.end) plainData.push({ start: stop, end: line.end });
    } else {
      lanes.plain(line, lastGoesOn ? laneKeys.line : undefined);
      lastKind = 'plain';
    }
    within = undefined;
  }
  lanes.add(scanner.tokens, true);
  if (plainData.length > 0) lanes.lanes.push({ kind: 'plain', key: laneKeys.data, pieces: plainData });
  const state = scanner.state();
  return {
    lanes: lanes.lanes,
    echoes: lanes.echoes,
    seams,
    resume: {
      form: 'events',
      isStreamed: true,
      // A string does not go on over the end of a line.
      ...(scanner.isOpen || lastGoesOn ? { scanner: lastGoesOn ? state : { ...state, torn: undefined } } : {}),
      ...(lastGoesOn && lastKind !== undefined ? { line: lastKind } : {}),
    },
  };
}

/** Plain text may begin with a digit or a quote too, and must not be torn there. */
function isJson(text: string, start: number, end: number): boolean {
  const data = text.slice(start, end).trim();
  return data.startsWith('{') || data.startsWith('[') || /^"(?:[^"\\]|\\.)*"$/.test(data);
}

/** One JSON value, or several (NDJSON, Gemini's streamed array); what follows the last is plain. */
function divideDocuments(text: string, isResponse: boolean, resume: Resume): Division {
  const lanes = new LaneBuilder();
  const documents: JsonToken[][] = [];
  const seams: number[] = [];
  let position = 0;
  let state = resume.scanner;
  let scanner: JsonScanner | undefined;
  while (position < text.length) {
    scanner = new JsonScanner(text, state);
    state = undefined;
    const stop = scanner.scan(position, text.length);
    documents.push(scanner.tokens);
    if (stop === position) break;
    position = stop;
    if (!scanner.isOpen) seams.push(position);
  }
  const isStreamed = isResponse && (resume.isStreamed || documents.length > 1);
  documents.forEach((tokens, index) => lanes.add(tokens, isStreamed, index === 0 && resume.scanner?.torn === 'string'));
  if (position < text.length) lanes.plain({ start: position, end: text.length }, laneKeys.plain);
  const after = scanner?.state();
  const goesOn = after !== undefined && (after.frames.length > 0 || after.torn !== undefined);
  return {
    lanes: lanes.lanes,
    echoes: lanes.echoes,
    seams,
    resume: position < text.length ? { form: 'plain', isStreamed: false } : { form: 'documents', isStreamed, ...(goesOn ? { scanner: after } : {}) },
  };
}

class LaneBuilder {
  readonly lanes: Lane[] = [];
  readonly echoes: JsonToken[] = [];
  private readonly joined = new Map<string, Span[]>();

  plain(span: Span, key?: string): void {
    this.lanes.push({ kind: 'plain', pieces: [span], ...(key === undefined ? {} : { key }) });
  }

  /** `continues` says that the first string began in the text before. */
  add(tokens: readonly JsonToken[], isStreamed: boolean, continues = false): void {
    const paths = new PathMemory();
    for (const [index, token] of tokens.entries()) {
      if (token.end === token.start) continue;
      if (isEcho(token)) this.echoes.push(token);
      const kind = token.kind === 'number' ? 'number' : 'string';
      if (token.kind !== 'string' || !isStreamed) {
        // The last string of a document may go on in the text that follows.
        const mayGoOn = token.kind === 'string' && (index === tokens.length - 1 || (continues && index === 0));
        const lane = { kind, name: token.key, pieces: [token] } as const;
        this.lanes.push(mayGoOn ? { ...lane, key: laneKeys.value } : lane);
        continue;
      }
      const path = paths.of(token.container) + token.key;
      const pieces = this.joined.get(path);
      if (pieces !== undefined) {
        pieces.push(token);
        continue;
      }
      const first: Span[] = [token];
      this.joined.set(path, first);
      this.lanes.push({ kind, name: token.key, key: path, pieces: first });
    }
  }
}

/** Neighbours lie in the same container, and when they are asked for all its marks are known. */
class PathMemory {
  private readonly known = new Map<Container | undefined, string>();

  /** Elements of an array with an `index` are known by it, others by their position; the documents of a streamed array are all one. */
  of(container: Container | undefined): string {
    const known = this.known.get(container);
    if (known !== undefined) return known;
    const path = this.make(container);
    this.known.set(container, path);
    return path;
  }

  private make(container: Container | undefined): string {
    if (container === undefined) return '';
    const { parent, key, marks } = container;
    if (parent === undefined) return rootPath(marks);
    if (!parent.isArray) return `${this.of(parent)}${key}/`;
    if (parent.parent === undefined && !container.isArray) return rootPath(marks);
    return `${this.of(parent)}${marks?.get('index') ?? key}/`;
  }
}

function rootPath(marks: Container['marks']): string {
  if (marks === undefined) return '/';
  const sorted = [...marks].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${sorted.map(([name, value]) => `${name}=${value}`).join(';')}/`;
}

/** `"logprobs":{"content":[{"token":"jane","bytes":[106,97,110,101],…`: also `tokens` of the older interface and Gemini's `logprobsResult`. */
function isEcho(token: JsonToken): boolean {
  const { container } = token;
  const isText = token.kind === 'string' && (token.key === 'token' || container?.key === 'tokens');
  if (!isText && !(token.kind === 'number' && container?.key === 'bytes')) return false;
  for (let outer = container; outer !== undefined; outer = outer.parent) if (outer.key.startsWith('logprobs')) return true;
  return false;
}

/** `next` is where the next line begins; it is `end` where the text ends without a line end. */
function* linesOf(text: string): Generator<Span & { readonly next: number }> {
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (const { 0: lineEnd, index } of text.matchAll(/\r\n|\n|\r/g)) {
    yield { start, end: index, next: index + lineEnd.length };
    start = index + lineEnd.length;
  }
  if (start < text.length) yield { start, end: text.length, next: text.length };
}
