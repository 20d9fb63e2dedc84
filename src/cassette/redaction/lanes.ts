import type { Span } from './detector.ts';
import { type Container, JsonScanner, type JsonToken } from './json-scanner.ts';

/**
 * What a reader would put together into one text: a JSON string, a number, a plain text, or the pieces of a stream that carry one string.
 * `pieces` are places in the body, in order.
 */
export interface Lane {
  readonly kind: 'string' | 'number' | 'plain';
  /** The name of the JSON member whose value this is. */
  readonly name?: string;
  readonly pieces: readonly Span[];
}

/** The lanes of a body, and the tokens in which a response repeats its text in small pieces: those of `logprobs`. */
export interface Division {
  readonly lanes: readonly Lane[];
  readonly echoes: readonly JsonToken[];
}

/**
 * Divides a body into lanes:
 *
 *     data: {"choices":[{"index":0,"delta":{"content":"jane@exa"}}]}     lane choices/0/delta/content: "jane@exa" + "mple.com"
 *     data: {"choices":[{"index":0,"delta":{"content":"mple.com"}}]}
 *     event: ping                                                        lane of its own, plain
 *
 * Strings of a single document are never joined, nor are numbers and keys.
 */
export function divideIntoLanes(text: string, isResponse: boolean): Division {
  if (/^\uFEFF?\s*(?:data|event|id|retry|):/.test(text)) return divideEvents(text);
  if (/^\uFEFF?\s*[{["]/.test(text)) return divideDocuments(text, isResponse);
  return plainLane(text);
}

/** A text that is taken as it is. */
export function plainLane(text: string): Division {
  return { lanes: [{ kind: 'plain', pieces: [{ start: 0, end: text.length }] }], echoes: [] };
}

/** Server-sent events: the JSON of their `data` lines joins over events; all other lines, and data that is no JSON, are plain. */
function divideEvents(text: string): Division {
  const lanes = new LaneBuilder();
  const plainData: Span[] = [];
  let scanner = new JsonScanner(text);
  for (const line of linesOf(text)) {
    if (line.start === line.end) {
      lanes.add(scanner.tokens, true);
      scanner = new JsonScanner(text);
    } else if (text.startsWith('data:', line.start)) {
      const start = line.start + (text.charCodeAt(line.start + 5) === 0x20 ? 6 : 5);
      const stop = scanner.isOpen || isJson(text, start, line.end) ? scanner.scan(start, line.end) : start;
      if (stop < line.end) plainData.push({ start: stop, end: line.end });
    } else {
      lanes.plain(line);
    }
  }
  lanes.add(scanner.tokens, true);
  if (plainData.length > 0) lanes.lanes.push({ kind: 'plain', pieces: plainData });
  return lanes;
}

/** Plain text may begin with a digit or a quote too, and must not be torn there. */
function isJson(text: string, start: number, end: number): boolean {
  const data = text.slice(start, end).trim();
  return data.startsWith('{') || data.startsWith('[') || /^"(?:[^"\\]|\\.)*"$/.test(data);
}

/** One JSON value, or several (NDJSON, Gemini's streamed array); what follows the last is plain. */
function divideDocuments(text: string, isResponse: boolean): Division {
  const lanes = new LaneBuilder();
  const documents: JsonToken[][] = [];
  let position = 0;
  while (position < text.length) {
    const scanner = new JsonScanner(text);
    const stop = scanner.scan(position, text.length);
    documents.push(scanner.tokens);
    if (stop === position) break;
    position = stop;
  }
  const isStreamed = isResponse && (documents.length > 1 || /^\uFEFF?\s*\[\s*\{/.test(text));
  for (const tokens of documents) lanes.add(tokens, isStreamed);
  if (position < text.length) lanes.plain({ start: position, end: text.length });
  return lanes;
}

class LaneBuilder implements Division {
  readonly lanes: Lane[] = [];
  readonly echoes: JsonToken[] = [];
  private readonly joined = new Map<string, Span[]>();

  plain(span: Span): void {
    this.lanes.push({ kind: 'plain', pieces: [span] });
  }

  add(tokens: readonly JsonToken[], isStreamed: boolean): void {
    for (const token of tokens) {
      if (token.end === token.start) continue;
      if (isEcho(token)) this.echoes.push(token);
      const lane = { kind: token.kind === 'number' ? 'number' : 'string', name: token.key } as const;
      if (token.kind !== 'string' || !isStreamed) {
        this.lanes.push({ ...lane, pieces: [token] });
        continue;
      }
      const path = pathOf(token.container) + token.key;
      const pieces = this.joined.get(path);
      if (pieces !== undefined) {
        pieces.push(token);
        continue;
      }
      const first: Span[] = [token];
      this.joined.set(path, first);
      this.lanes.push({ ...lane, pieces: first });
    }
  }
}

/** Elements of an array with an `index` are known by it, others by their position; the documents of a streamed array are all one. */
function pathOf(container: Container | undefined): string {
  if (container === undefined) return '';
  const { parent, key, marks } = container;
  if (parent === undefined) return rootPath(marks);
  if (!parent.isArray) return `${pathOf(parent)}${key}/`;
  if (parent.parent === undefined && !container.isArray) return rootPath(marks);
  return `${pathOf(parent)}${marks.get('index') ?? key}/`;
}

function rootPath(marks: ReadonlyMap<string, string>): string {
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

function* linesOf(text: string): Generator<Span> {
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (const { 0: lineEnd, index } of text.matchAll(/\r\n|\n|\r/g)) {
    yield { start, end: index };
    start = index + lineEnd.length;
  }
  if (start < text.length) yield { start, end: text.length };
}
