import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { answer } from './answer.ts';

/** An agent as a service: POST /tasks {"task": "…"} → {"answer": "…"}; GET /health says whether it is up. PORT says where. */
async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const reply = (status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const route = `${request.method} ${request.url}`;
  if (route === 'GET /health') return reply(200, { status: 'ok' });
  if (route !== 'POST /tasks') return reply(404, { error: `no such route: ${route}` });

  const body = (await json(request).catch(() => undefined)) as { task?: unknown } | null | undefined;
  if (typeof body?.task !== 'string' || body.task.trim() === '') return reply(400, { error: 'send {"task": "…"} as JSON' });
  try {
    reply(200, { answer: await answer(body.task) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`faq service: ${message}\n`);
    reply(502, { error: message });
  }
}

const server = createServer((request, response) => {
  handle(request, response).catch((error: unknown) => {
    process.stderr.write(`faq service: ${String(error)}\n`);
    response.destroy();
  });
});
server.on('error', (error) => {
  process.stderr.write(`faq service: ${error.message}\n`);
  process.exit(1);
});
server.listen(Number(process.env['PORT'] ?? 8080), '127.0.0.1', () => {
  process.stderr.write(`faq service on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.once('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
