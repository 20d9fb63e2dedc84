import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { ToolContract } from '../domain/contract.ts';
import { RehearsalFailure } from '../domain/failure.ts';
import type { HeaderList, HttpRequest } from '../domain/http.ts';
import type { Json } from '../domain/json.ts';
import type { Crossing } from '../domain/world-moment.ts';
import type { ToolAnswer } from './tool-answer.ts';
import type { ToolCalls } from './tool-calls.ts';

/** The agent asks an HTTP API by its own URL. */
export interface SiteRequest extends Pick<HttpRequest, 'method' | 'headers' | 'body'> {
  readonly url: URL;
  readonly signal: AbortSignal;
  readonly crosses: Crossing;
}

/** What the site said itself, or what the world says in its place (a planned fault, a handler that failed). */
export type SiteAnswer =
  | { readonly status: number; readonly statusText: string; readonly headers: HeaderList; readonly body: Uint8Array }
  | { readonly instead: ToolAnswer };

/** HTTP APIs that the project's own request handlers simulate. */
export interface Sites {
  /** Undefined where no handler is for such a request. */
  call(request: SiteRequest): Promise<SiteAnswer | undefined>;
}

/** As much of a request handler of msw as is used here. */
interface MswHandler {
  test(options: { readonly request: Request }): Promise<boolean>;
}
type GetResponse = (handlers: readonly unknown[], request: Request) => Promise<Response | undefined>;

/**
 * Loads msw as the project of the handlers has it, and answers by them.
 *
 * @throws RehearsalFailure CONFIGURATION_INVALID where the project has no msw.
 */
export async function loadSites(module: string, handlers: readonly unknown[]): Promise<(tools: Pick<ToolCalls, 'callWith'>) => Sites> {
  let getResponse: GetResponse;
  try {
    const path = createRequire(module).resolve('msw');
    ({ getResponse } = (await import(pathToFileURL(path).href)) as { readonly getResponse: GetResponse });
    if (typeof getResponse !== 'function') throw new Error('it is too old, and has no getResponse');
  } catch (error) {
    throw new RehearsalFailure(
      'CONFIGURATION_INVALID',
      `${module} exports request handlers, but its msw cannot be used: ${(error as Error).message}`,
      {
        hint: 'Request handlers are those of msw 2 or newer; install it in the project.',
        cause: error,
      },
    );
  }
  return (tools) => ({ call: (request) => callSite(request, handlers, getResponse, tools) });
}

async function callSite(
  { method, url, headers, body, signal, crosses }: SiteRequest,
  handlers: readonly unknown[],
  getResponse: GetResponse,
  tools: Pick<ToolCalls, 'callWith'>,
): Promise<SiteAnswer | undefined> {
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const request = new Request(url, {
    method,
    headers: headers.map(([name, value]): [string, string] => [name, value]),
    ...(hasBody ? { body: new Uint8Array(body) } : {}),
  });
  if (!(await isHandled(handlers as readonly MswHandler[], request))) return undefined;
  const contract: ToolContract = { name: `${method} ${url.host}${url.pathname}`, input: {}, effect: hasBody ? 'write' : 'read', idempotent: false };
  let said: { readonly answer: Exclude<SiteAnswer, { instead: unknown }>; readonly result: Json } | undefined;
  const handler = async (): Promise<Json> => {
    const response = await getResponse(handlers, request);
    // Let through is what no handler answers: nothing leaves.
    if (response === undefined || response.headers.get('x-msw-intention') === 'passthrough') throw new Error('no handler answered');
    if (response.type === 'error') throw new Error('the handler answered with a network error');
    const bytes = new Uint8Array(await response.arrayBuffer());
    const { status, statusText } = response;
    const result = resultOf(status, Buffer.from(bytes).toString('utf8'));
    said = { answer: { status, statusText, headers: [...response.headers], body: bytes }, result };
    return result;
  };
  const query = Object.fromEntries(url.searchParams);
  const args = { ...(url.search === '' ? {} : { query }), ...(hasBody ? { body: parsedOrText(Buffer.from(body).toString('utf8')) } : {}) };
  const given = await tools.callWith({ name: contract.name, arguments: args, via: 'http', signal, crosses }, { contract, handler });
  return given.lost || said === undefined || JSON.stringify(given.result) !== JSON.stringify(said.result) ? { instead: given } : said.answer;
}

async function isHandled(handlers: readonly MswHandler[], request: Request): Promise<boolean> {
  for (const handler of handlers) if (await handler.test({ request: request.clone() })) return true;
  return false;
}

/** What the ledger and the claims read of an answer: its body, and for an error what kind it is. */
function resultOf(status: number, text: string): Json {
  if (status < 400) return parsedOrText(text);
  const kind = status === 429 || status >= 500 ? 'temporary_error' : status === 400 || status === 422 ? 'invalid_input' : 'permanent_error';
  return { status: kind, error_code: `HTTP_${status}`, error_message: text };
}

function parsedOrText(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
