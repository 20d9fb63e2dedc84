import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const scenarios = fileURLToPath(new URL('../../scenarios/', import.meta.url));

export interface ModelServer {
  readonly url: string;
  /** One line per request so far, for example `POST /openai/v1/chat/completions 200 stream refund`. */
  readonly log: readonly string[];
  stop(): Promise<number | null>;
}

/** Starts the scripted model server as a contributor would, on a port of its own. */
export async function startModelServer(): Promise<ModelServer> {
  const child = spawn(process.execPath, ['model-server/main.ts'], {
    cwd: scenarios,
    env: { PATH: process.env['PATH'], PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
  const [line] = (await once(createInterface({ input: child.stdout }), 'line', { signal: AbortSignal.timeout(10_000) })) as [string];
  const url = /http:\/\/\S+/.exec(line)?.[0];
  if (url === undefined) throw new Error(`the model server said ${line}`);
  return { url, log, stop: async () => (child.kill('SIGTERM'), await exitOf(child)) };
}

export function baseUrls(url: string): Record<string, string> {
  return {
    OPENAI_BASE_URL: `${url}/openai/v1`,
    OPENAI_API_KEY: 'test-key',
    ANTHROPIC_BASE_URL: `${url}/anthropic`,
    ANTHROPIC_API_KEY: 'test-key',
    GOOGLE_GEMINI_BASE_URL: `${url}/gemini`,
    GEMINI_API_KEY: 'test-key',
  };
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line agent to its end, with nothing of our environment but the path. */
export async function runAgent(file: string, task: string, env: Record<string, string>, way: 'argv' | 'stdin' = 'argv'): Promise<Outcome> {
  const command = file.endsWith('.py') ? 'python3' : process.execPath;
  const child = spawn(command, way === 'argv' ? [file, task] : [file], {
    cwd: scenarios,
    env: { PATH: process.env['PATH'], ...env },
    timeout: 20_000,
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text));
  child.stdin.end(way === 'stdin' ? task : '');
  return { code: await exitOf(child), ...output };
}

export function startService(file: string, env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [file], { cwd: scenarios, env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
}

export async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  return child.exitCode;
}

/** Stands before the model server and ends every stream that carries a final answer in the middle, without an error. */
export async function startCutter(upstream: string): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const headers = { 'content-type': 'application/json', authorization: 'Bearer test-key' };
      const answer = await fetch(`${upstream}${request.url}`, { method: 'POST', headers, body: Buffer.concat(chunks).toString('utf8') });
      const body = await answer.text();
      const frames = body.split('\n\n');
      const isFinal = !/"tool_calls"|"function_call"|tool_use|functionCall/.test(body);
      response.writeHead(answer.status, { 'content-type': 'text/event-stream' });
      response.end(isFinal ? `${frames.slice(0, Math.ceil(frames.length / 2)).join('\n\n')}\n\n` : body);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}
