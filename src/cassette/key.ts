import { hash } from 'node:crypto';
import type { Block, ChatRequest, Turn } from '../domain/chat.ts';
import type { Matching } from '../domain/cassette.ts';
import { decodeUtf8, isUtf8, pathOf, type HttpRequest } from '../domain/http.ts';
import { exactCanonicalJson } from '../domain/exact-json.ts';
import { canonicalJson, isJsonObject, quoted, type Json } from '../domain/json.ts';
import { digestOf, longText, longTextMin } from './long-text.ts';
import { withoutVolatile } from './volatile.ts';

/** What the cassette room must know of a dialect; the gateway hands in the real ones. */
export interface RequestReader {
  readonly name: string;
  readRequest(request: HttpRequest): ChatRequest;
}

/**
 * The parts of a request that make it this request and no other, each as one text. Two requests are the same exactly when `head` and
 * `turns` are: system, tools, parameters and the whole history, with tool-call ids renamed by their first occurrence.
 */
export interface CanonicalRequest {
  readonly dialect: string | undefined;
  readonly chat: ChatRequest | undefined;
  /** Everything but the turns, as canonical JSON. */
  readonly head: string;
  /** One canonical JSON text per turn; for plain HTTP one text for the body. */
  readonly turns: readonly string[];
  /** What stands for each turn where requests are compared: its text, with digests in place of what is long in it. */
  readonly turnKeys: readonly string[];
  /** The tool-call ids as they came, by what they were renamed to. */
  readonly originalIds: ReadonlyMap<string, string>;
}

// Credentials in a query say who asks, not what is asked.
const credentialParameters = new Set(['key', 'api_key', 'apikey', 'access_token', 'token', 'signature', 'sig']);

/** Reads a (scrubbed) request into the form that is compared and hashed. A chat request that cannot be read is compared as plain HTTP. */
export function canonicalRequest(request: HttpRequest, reader: RequestReader | undefined, matching: Matching): CanonicalRequest {
  const cleaned = withoutVolatile(request, matching);
  const query = canonicalQuery(cleaned.url);
  if (reader !== undefined) {
    const chat = readOrUndefined(reader, cleaned);
    if (chat !== undefined) {
      const { turns, names } = renameIds(chat.turns);
      const { operation, model, stream, system, tools, parameters } = chat;
      const head = canonicalJson({
        dialect: reader.name,
        query,
        operation,
        model,
        stream,
        system: system as unknown as Json,
        tools: tools as unknown as Json,
        parameters: names.size === 0 ? parameters : renameLeaves(parameters, names),
      });
      const texts = turns.map((turn) => canonicalJson(turn as unknown as Json, quotedOnce));
      return {
        dialect: reader.name,
        chat: { ...chat, turns },
        head,
        turns: texts,
        turnKeys: texts.map((text, index) =>
          text.length < longTextMin ? text : turnKey(canonicalJson(turns[index] as unknown as Json, digestedOnce)),
        ),
        originalIds: new Map([...names].map(([original, renamed]) => [renamed, original])),
      };
    }
  }
  const text = plainBody(cleaned);
  return {
    dialect: reader?.name,
    chat: undefined,
    head: canonicalJson({ method: cleaned.method, path: pathOf(cleaned.url), query }),
    turns: [text],
    turnKeys: [turnKey(text)],
    originalIds: new Map(),
  };
}

/** SHA-256 over the canonical parts: the replay key. */
export function exactKey(canonical: CanonicalRequest): string {
  return keyOf(canonical.head, canonical.turnKeys);
}

/** SHA-256 over a text without line feeds, and turns. */
export function keyOf(head: string, turnKeys: readonly string[]): string {
  // No part holds a line feed, so the borders are unambiguous.
  return hash('sha256', [head, ...turnKeys].join('\n'), 'base64url');
}

/** A history of long turns is hashed once, not in every place that compares it. No canonical JSON text begins as a digest does. */
function turnKey(turn: string): string {
  return turn.length < longTextMin ? turn : digestOf(turn);
}

function quotedOnce(text: string): string {
  return text.length < longTextMin ? quoted(text) : longText(text).quoted;
}

function digestedOnce(text: string): string {
  return text.length < longTextMin ? quoted(text) : longText(text).digest;
}

function readOrUndefined(reader: RequestReader, request: HttpRequest): ChatRequest | undefined {
  try {
    return reader.readRequest(request);
  } catch {
    return undefined;
  }
}

function canonicalQuery(url: string): string {
  const question = url.indexOf('?');
  if (question === -1) return '';
  // Only of the providers it is known: `?key=` of some other service may well say what is asked.
  const plainHttp = url.startsWith('/http/');
  const parameters = url
    .slice(question + 1)
    .split('&')
    .filter((parameter) => parameter !== '')
    .map((parameter) => {
      const equals = parameter.indexOf('=');
      return equals === -1 ? [respelled(parameter), ''] : [respelled(parameter.slice(0, equals)), respelled(parameter.slice(equals + 1))];
    });
  // Parameters may come in any order; the values of one name keep theirs, because a list may stand for a sequence.
  return parameters
    .filter(([name]) => plainHttp || !credentialParameters.has(name!.toLowerCase()))
    .sort(([a], [b]) => (a! < b! ? -1 : a! > b! ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** One spelling for what is the same when it is decoded. What cannot be decoded stays as it is, and no encoder writes that. */
function respelled(component: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(component.replaceAll('+', ' ')));
  } catch {
    return component;
  }
}

/**
 * The body of a request that no dialect reads: canonical JSON where it is JSON. Every other form begins with a word and a blank, or is a word that is no JSON:
 * the text `hello`, the JSON text `"hello"`, the bytes of either in base64, and no body at all are four requests.
 */
function plainBody(request: HttpRequest): string {
  if (request.body.length === 0) return 'empty';
  if (!isUtf8(request.body)) return `base64 ${Buffer.from(request.body).toString('base64')}`;
  const text = decodeUtf8(request.body);
  try {
    return exactCanonicalJson(text);
  } catch {
    return `text ${JSON.stringify(text)}`;
  }
}

/** Renames tool-call ids to `call_1`, `call_2`, … in the order in which they first occur, wherever they occur. */
function renameIds(turns: readonly Turn[]): { readonly turns: readonly Turn[]; readonly names: ReadonlyMap<string, string> } {
  const names = new Map<string, string>();
  for (const turn of turns) {
    for (const block of turn.blocks) {
      if ((block.kind === 'tool-call' || block.kind === 'tool-result') && block.id !== '' && !names.has(block.id))
        names.set(block.id, `call_${names.size + 1}`);
    }
  }
  if (names.size === 0) return { turns, names };
  return { turns: turns.map((turn) => ({ ...turn, blocks: turn.blocks.map((block) => renameBlock(block, names)) })), names };
}

function renameBlock(block: Block, names: ReadonlyMap<string, string>): Block {
  if (block.kind === 'other') return { kind: 'other', value: renameLeaves(block.value, names) };
  const renamed = block.extra === undefined ? block : { ...block, extra: renameLeaves(block.extra, names) };
  if (renamed.kind !== 'tool-call' && renamed.kind !== 'tool-result') return renamed;
  return { ...renamed, id: names.get(renamed.id) ?? renamed.id };
}

function renameLeaves<T extends Json>(value: T, names: ReadonlyMap<string, string>): T;
function renameLeaves(value: Json, names: ReadonlyMap<string, string>): Json {
  if (typeof value === 'string') return names.get(value) ?? value;
  if (Array.isArray(value)) return (value as readonly Json[]).map((element) => renameLeaves(element, names));
  if (!isJsonObject(value)) return value;
  // Not by assignment: a member named `__proto__` would be lost, and with it what it says.
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, renameLeaves(member, names)]));
}
