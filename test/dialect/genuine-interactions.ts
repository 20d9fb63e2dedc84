import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { parseDocument, type DocumentOptions, type ParseOptions, type ScalarTag, type SchemaOptions } from 'yaml';
import type { HeaderList, HttpRequest, HttpResponse } from '../../src/domain/http.ts';

/** One recorded exchange, its URL turned into the path that the gateway would see. */
export interface GenuineInteraction {
  readonly file: string;
  /** Absent for files that hold nothing but an answer. */
  readonly request?: HttpRequest;
  readonly response: HttpResponse;
  readonly dialect?: string;
}

// Ruby writes `!binary` where YAML has `!!binary`.
const rubyBinary: ScalarTag = { tag: '!binary', resolve: (text: string) => Buffer.from(text, 'base64') };
const yamlOptions: ParseOptions & DocumentOptions & SchemaOptions = {
  logLevel: 'silent',
  schema: 'core',
  customTags: ['binary', rubyBinary],
  uniqueKeys: false,
};

/** Every interaction with a model in a folder of other projects' recordings. */
export function* genuineInteractions(folder: string): Generator<GenuineInteraction> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
  for (const name of names) {
    const path = join(folder, name);
    if (/\.ya?ml$/.test(name)) yield* fromCassette(name, parseDocument(readFileSync(path, 'utf8'), yamlOptions).toJS({ maxAliasCount: -1 }));
    else if (name.endsWith('.chunks.txt')) yield* fromChunks(name, readFileSync(path, 'utf8'));
    else if (name.endsWith('.json')) {
      const value: Loose = JSON.parse(readFileSync(path, 'utf8'));
      yield* value?.request !== undefined ? fromCassette(name, { interactions: [value] }) : fromBody(name, value);
    }
  }
}

// Recordings of four tools in several versions: there is no type to give them but "anything".
// oxlint-disable-next-line no-explicit-any
type Loose = any;

/** vcrpy (`interactions`), Ruby and R VCR (`http_interactions`). */
function* fromCassette(file: string, cassette: Loose): Generator<GenuineInteraction> {
  for (const { request, response } of (cassette?.interactions ?? cassette?.http_interactions ?? []) as Loose[]) {
    const url = localUrl(String(request?.uri ?? request?.url ?? ''));
    if (url === undefined || String(request.method).toUpperCase() !== 'POST' || response === undefined) continue;
    const status = Number(response.status?.code ?? response.status_code ?? response.status);
    yield {
      file,
      request: { method: 'POST', url, headers: headersOf(request.headers), body: bodyOf(request) },
      response: {
        status,
        statusText: String(response.status?.message ?? ''),
        headers: headersOf(response.headers),
        chunks: [bodyOf(response)],
        ending: 'complete',
      },
    };
  }
}

/** The payloads of a stream, one a line. */
function* fromChunks(file: string, text: string): Generator<GenuineInteraction> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const dialect = dialectOf(lines.join('\n'));
  if (dialect === undefined) return;
  const stream = lines.map((line) => `${line.startsWith('data:') ? '' : 'data: '}${line}\n\n`).join('');
  yield {
    file,
    dialect,
    response: { status: 200, statusText: 'OK', headers: [['content-type', 'text/event-stream']], chunks: [Buffer.from(stream)], ending: 'complete' },
  };
}

function* fromBody(file: string, value: Loose): Generator<GenuineInteraction> {
  const text = JSON.stringify(value);
  const dialect = Array.isArray(value) ? undefined : dialectOf(text);
  if (dialect !== undefined)
    yield { file, dialect, response: { status: 200, statusText: 'OK', headers: [], chunks: [Buffer.from(text)], ending: 'complete' } };
}

/** Files without a request say by their shape who speaks. */
function dialectOf(text: string): string | undefined {
  if (/"object": ?"chat\.completion/.test(text)) return 'openai-chat';
  if (/"type": ?"response\.created"|"object": ?"response"/.test(text)) return 'openai-responses';
  if (/"type": ?"message_start"|"type": ?"message".*"stop_reason"/s.test(text)) return 'anthropic-messages';
  if (/"candidates": ?\[/.test(text) && /"(finishReason|content)"/.test(text)) return 'gemini';
  return undefined;
}

/** The path that an agent pointed at the gateway would use; undefined for every host that is no provider of these dialects. */
function localUrl(uri: string): string | undefined {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (url === undefined) return undefined;
  const { hostname, pathname, search } = url;
  if (/\/(publishers\/google\/)?models\/[^/]+:\w+$/.test(pathname) && hostname.endsWith('googleapis.com')) return `/gemini${pathname}${search}`;
  if (hostname === 'api.anthropic.com') return `/anthropic${pathname}${search}`;
  const operation = /\/(chat\/completions|responses|embeddings)$/.exec(pathname)?.[1];
  return operation === undefined ? undefined : `/openai/v1/${operation}${search}`;
}

function headersOf(headers: Loose): HeaderList {
  if (headers === null || typeof headers !== 'object') return [];
  return Object.entries(headers as Record<string, unknown>).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, String(value)] as const),
  );
}

/** `parsed_body`, `body` as a text or bytes, `body.string`, `body.base64_string`; compressed or only said to be. */
function bodyOf(message: Loose): Uint8Array {
  if (message.parsed_body !== undefined) return Buffer.from(JSON.stringify(message.parsed_body));
  const body =
    message.body?.base64_string !== undefined ? Buffer.from(message.body.base64_string, 'base64') : (message.body?.string ?? message.body ?? '');
  if (typeof body === 'string') return decompressed(body.startsWith('base64:') ? Buffer.from(body.slice(7), 'base64') : Buffer.from(body));
  return decompressed(body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(JSON.stringify(body)));
}

function decompressed(bytes: Buffer): Uint8Array {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes);
  if (bytes.length === 0 || (bytes[0]! >= 0x09 && bytes[0]! < 0x80)) return bytes;
  for (const decompress of [brotliDecompressSync, inflateSync]) {
    try {
      return decompress(bytes);
    } catch {
      // Not compressed this way.
    }
  }
  return bytes;
}
