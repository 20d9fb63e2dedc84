import { createRequire } from 'node:module';
import type Yaml from 'yaml';
import type { Document, LineCounter, Node } from 'yaml';
import { RehearsalFailure, type FailureCode, type SourcePlace } from './failure.ts';
import type { Json } from './json.ts';

/** A YAML (or JSON) file as data, that can still say on which line something stands. */
export interface SourceDocument {
  readonly file: string;
  readonly value: Json;
  /** The place of a member, or of its nearest ancestor that exists. Reads the file again, so it is for errors and reports. */
  placeOf(path: readonly (string | number)[]): SourcePlace;
}

let loaded: typeof Yaml | undefined;

/** A run of scenarios that did not change parses nothing, and loads no parser. */
function yaml(): typeof Yaml {
  return (loaded ??= createRequire(import.meta.url)('yaml') as typeof Yaml);
}

/**
 * Reads YAML 1.2. Aliases are limited, so that a small file cannot grow without bound. What the parser only warns of (a tag that nobody knows, another
 * version of YAML) is an error too: the value would not be what was meant.
 *
 * @throws RehearsalFailure with the given code, and file:line:column, for a text that is no YAML.
 */
export function parseSource(text: string, file: string, code: FailureCode, hint: string): SourceDocument {
  const document = yaml().parseDocument(text, { logLevel: 'error', prettyErrors: false, resolveKnownTags: false });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    const what = problem.code === 'TAG_RESOLVE_FAILED' ? `${problem.message}. Tags of one's own mean nothing here` : problem.message;
    throw new RehearsalFailure(code, `${file} is no valid YAML: ${what}.`, { place: placeAt(text, file, problem.pos[0]), hint, cause: problem });
  }
  try {
    return sourceDocument(file, document.toJS({ maxAliasCount: 100 }) as Json, () => text);
  } catch (error) {
    throw new RehearsalFailure(code, `${file} is no valid YAML: ${(error as Error).message.split('\n')[0]}`, { place: { file }, hint, cause: error });
  }
}

/** A file that was parsed in an earlier run; it is read only where a place in it is asked for. */
export function sourceDocument(file: string, value: Json, read: () => string): SourceDocument {
  let places: Places | undefined;
  let text: string | undefined;
  const listLines = new Map<string, readonly number[]>();
  return {
    file,
    value,
    placeOf(path) {
      text ??= read();
      // A report asks where each of its cases begins; that much is seen without parsing the file a second time.
      const [name, index] = path;
      if (path.length === 2 && typeof name === 'string' && typeof index === 'number') {
        const lines = listLines.get(name) ?? linesOfItems(text, name);
        listLines.set(name, lines);
        const length = (value as Record<string, Json | undefined>)[name];
        if (Array.isArray(length) && lines.length === length.length) return { file, line: lines[index]!, column: columnOfItem(text, name) };
      }
      places ??= readPlaces(text);
      return placeIn(places, file, path);
    },
  };
}

/** Lines, from 1, on which the items of a block list at the top level begin; wrong for other spellings, so the caller compares their number. */
function linesOfItems(text: string, name: string): readonly number[] {
  const rows = text.split('\n');
  const start = rows.findIndex((row) => row.startsWith(`${name}:`));
  const first = rows.findIndex((row, index) => index > start && /^ *- /.test(row));
  if (start === -1 || first === -1) return [];
  const dash = `${/^ */.exec(rows[first]!)![0]}- `;
  const lines: number[] = [];
  for (let index = first; index < rows.length; index++) {
    const row = rows[index]!;
    if (row.startsWith(dash)) lines.push(index + 1);
    else if (/^\S/.test(row) && !row.startsWith('#') && !row.startsWith('- ')) break;
  }
  return lines;
}

function columnOfItem(text: string, name: string): number {
  const item = new RegExp(`^${name}:[^]*?\\n( *)- `, 'm').exec(text);
  return (item?.[1]?.length ?? 0) + 3;
}

/** A file parsed with the offsets of everything in it. */
interface Places {
  readonly document: Document;
  readonly lines: LineCounter;
}

function readPlaces(text: string): Places {
  const { LineCounter, parseDocument } = yaml();
  const lines = new LineCounter();
  return { document: parseDocument(text, { lineCounter: lines, logLevel: 'silent' }), lines };
}

function placeAt(text: string, file: string, offset: number): SourcePlace {
  const before = text.slice(0, offset).split(/\r\n|\n/);
  return { file, line: before.length, column: before.at(-1)!.length + 1 };
}

function placeIn({ document, lines }: Places, file: string, path: readonly (string | number)[]): SourcePlace {
  const offset = offsetOf(document, path);
  if (offset === undefined) return { file, line: 1, column: 1 };
  const { line, col } = lines.linePos(offset);
  return { file, line, column: col };
}

/** Offset of the key of the last member of the path that exists; errors point at names, not at values. */
function offsetOf(document: Document, path: readonly (string | number)[]): number | undefined {
  const { isAlias, isMap, isSeq } = yaml();
  let node: Node | null = document.contents;
  let offset = node?.range?.[0];
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document) ?? null;
    if (isMap(node)) {
      const pair = node.items.find((item) => String((item.key as { value?: unknown }).value) === String(step));
      if (pair === undefined) return offset;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else if (isSeq(node)) {
      const element = node.items[Number(step)] as Node | undefined;
      if (element === undefined) return offset;
      offset = element.range?.[0] ?? offset;
      node = element;
    } else return offset;
  }
  return offset;
}
