import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { LedgerEntry } from '../../domain/decision.ts';
import { RehearsalFailure, toFailure } from '../../domain/failure.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { readEntry } from './read-entry.ts';

/** An endpoint for decisions, on loopback. */
export interface ObservationServer {
  readonly origin: string;
  /** Answers what was asked, then ends. */
  stop(): Promise<void>;
}

export interface ObservationSettings {
  readonly port: number;
  readonly ledger: Ledger;
  readonly now: () => number;
  /** What went wrong, for the operator. */
  readonly onProblem: (text: string) => void;
}

const bodyBytesMax = 1 << 20;
const entriesMax = 1_000;

/**
 * `POST /v1/entries` with `{ "entries": [...] }`. It answers when the ledger has them: 200 is an acknowledgement. Entries that cannot be read are refused one
 * by one; the others are kept.
 *
 * @throws RehearsalFailure PORT_IN_USE
 */
export async function startObservationServer(settings: ObservationSettings): Promise<ObservationServer> {
  const append = inTurns(settings.ledger);
  const server = createServer((request, response) => {
    answer(request, settings, append).then(
      ({ status, body }) => send(response, status, body),
      (error: unknown) => {
        const { code, message } = toFailure(error);
        settings.onProblem(`${code}: ${message}`);
        send(response, 503, { error: { code, message: 'The ledger did not take it; say it again later.' } });
      },
    );
  });
  await listen(server, settings.port);
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.close();
      server.closeIdleConnections();
      await once(server, 'close');
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new RehearsalFailure('PORT_IN_USE', `Port ${port} cannot be used: ${(error as Error).message}.`, {
      hint: 'Another --port, or none for any free one.',
      cause: error,
    });
  }
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

type Append = (rows: readonly (readonly LedgerEntry[])[]) => Promise<void>;

async function answer(request: IncomingMessage, settings: ObservationSettings, append: Append): Promise<Answer> {
  // A page in a browser of this machine could name us, too: it may not choose this content type, nor our name, without asking first.
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')) return refused(403, 'This endpoint is for this machine only.');
  if (request.method === 'GET' && request.url === '/v1/health') return { status: 200, body: { ok: true } };
  if (request.url !== '/v1/entries') return refused(404, 'There is POST /v1/entries and GET /v1/health.');
  if (request.method !== 'POST') return refused(405, 'Entries are posted.');
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return refused(415, 'The body is application/json.');
  const text = await bodyOf(request);
  if (text === undefined) return refused(413, `A body has at most ${bodyBytesMax} bytes.`);
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    return refused(400, `The body is no JSON: ${(error as Error).message}.`);
  }
  const entries = isJsonObject(value) ? value['entries'] : undefined;
  if (!Array.isArray(entries) || entries.length === 0 || entries.length > entriesMax)
    return refused(400, `The body is { "entries": [...] } with 1 to ${entriesMax} entries.`);
  const read = (entries as readonly Json[]).map((entry) => readEntry(entry, { source: 'http', nowMs: settings.now() }));
  const rejected = read.flatMap((one, index) => ('entry' in one ? [] : [{ index, reason: one.reason, text: one.problem }]));
  const rows = read.flatMap((one) => ('entry' in one ? [[one.entry]] : []));
  if (rows.length > 0) await append(rows);
  return { status: rows.length === 0 ? 422 : 200, body: { kept: rows.length, rejected } };
}

function refused(status: number, message: string): Answer {
  return { status, body: { error: { message } } };
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bodyBytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, body: object): void {
  if (response.destroyed || response.headersSent) return;
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...(status === 413 ? { connection: 'close' } : {}),
  });
  response.end(text);
}

interface Waiting {
  readonly rows: readonly (readonly LedgerEntry[])[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * What comes while the ledger writes is written together afterwards: a disk that takes a hundred commits a second still takes thousands of decisions.
 */
function inTurns(ledger: Ledger): Append {
  let waiting: Waiting[] = [];
  let isWriting = false;
  const write = async (): Promise<void> => {
    isWriting = true;
    while (waiting.length > 0) {
      const turn = waiting;
      waiting = [];
      try {
        await ledger.append(turn.flatMap(({ rows }) => rows));
        for (const { resolve } of turn) resolve();
      } catch (error) {
        for (const { reject } of turn) reject(error);
      }
      // SQLite writes without waiting; whoever came meanwhile has to be heard before the next turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
    isWriting = false;
  };
  return (rows) =>
    new Promise((resolve, reject) => {
      waiting.push({ rows, resolve, reject });
      if (!isWriting) void write();
    });
}
