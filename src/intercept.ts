/**
 * For Node agents whose hosts cannot be configured: `node --import rehearsal/intercept agent.js` routes the providers' own hosts to the gateway that
 * Rehearsal named in the environment, and refuses every other host. A scenario asks for it with `agent: { command: …, intercept: true }`.
 *
 * Outside of a rehearsal (no REHEARSAL_GATEWAY in the environment) it does nothing.
 *
 * @module
 */
import { isMainThread, Worker } from 'node:worker_threads';

// What belongs to one connection; the other thread's client makes its own.
const notForwarded = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);

const gateway = process.env['REHEARSAL_GATEWAY'];
if (gateway !== undefined && isMainThread) await intercept(gateway);

async function intercept(gatewayUrl: string): Promise<void> {
  const [{ installInProcessFront }, { createMessageLine }] = await Promise.all([
    import('./run/drivers/in-process-front.ts'),
    import('./run/drivers/message-line.ts'),
  ]);
  const {
    REHEARSAL_GATEWAY: _gateway,
    NODE_OPTIONS: _options,
    HTTP_PROXY: _http,
    HTTPS_PROXY: _https,
    NODE_USE_ENV_PROXY: _use,
    ...environment
  } = process.env;
  // Once nock is loaded every socket of this thread is patched, the ones to the gateway too; another thread reaches it undisturbed.
  const worker = new Worker(new URL(`./run/drivers/intercept-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url), {
    env: environment,
    execArgv: [],
  });
  const origin = new URL(gatewayUrl).origin;
  let open = 0;
  const keepAlive = (more: number): void => {
    open += more;
    // An agent that waits for an answer is not done; one that waits for nothing may end.
    if (open > 0) worker.ref();
    else worker.unref();
  };
  const line = createMessageLine((message) => {
    if (message.kind === 'abort') return worker.postMessage(message);
    keepAlive(1);
    const { target, ...request } = message;
    // Below the gateway's own origin the path is complete already.
    worker.postMessage({
      ...request,
      url: target.startsWith('/e/') ? `${origin}${target}` : `${gatewayUrl}${target}`,
      headers: request.headers.filter(([name]) => !notForwarded.has(name.toLowerCase())),
    });
  });
  worker.on('message', (message: Parameters<typeof line.receive>[0]) => {
    line.receive(message);
    if (message.kind === 'end') keepAlive(-1);
  });
  worker.unref();
  installInProcessFront({
    send: (request) => line.send(request),
    // The gateway's own door is where denied hosts are reported.
    denied: (target) =>
      void line
        .send({ method: 'POST', target: `/denied/${encodeURIComponent(target)}`, headers: [], body: new Uint8Array(0), signal: undefined })
        .catch(() => undefined),
    gatewayOrigin: origin,
  });
}
