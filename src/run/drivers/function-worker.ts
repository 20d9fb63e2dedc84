// Entry of the worker threads that run function agents: one episode after another, each worker with its own globals.
import { AsyncLocalStorage } from 'node:async_hooks';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { WireBreak, type WireEnding } from '../../domain/http.ts';
import type { Json } from '../../domain/json.ts';
import { installInProcessFront, type IncomingAnswer, type OutgoingRequest } from './in-process-front.ts';
import { type FromWorker, type ToWorker, type WorkerStart } from './worker-protocol.ts';

const port = parentPort!;
const tell = (message: FromWorker): void => port.postMessage(message);

/** Which task a request belongs to: what a finished task left running must not speak in the next one's name. */
const currentTask = new AsyncLocalStorage<number>();
let openTasks = new Set<number>();

interface Pending {
  readonly resolve: (answer: IncomingAnswer) => void;
  readonly queue: Uint8Array[];
  ending: WireEnding | undefined;
  wake: (() => void) | undefined;
}
const pending = new Map<number, Pending>();
let requests = 0;

function send(outgoing: OutgoingRequest): Promise<IncomingAnswer> {
  const task = currentTask.getStore();
  if (task !== undefined && !openTasks.has(task)) return Promise.reject(new Error('The task that this request belongs to is over.'));
  const request = ++requests;
  const { method, target, headers, body, signal } = outgoing;
  tell({ kind: 'request', request, method, target, headers, body });
  return new Promise((resolve, reject) => {
    const entry: Pending = { resolve, queue: [], ending: undefined, wake: undefined };
    pending.set(request, entry);
    signal?.addEventListener('abort', () => {
      tell({ kind: 'abort', request });
      entry.ending ??= 'aborted';
      entry.wake?.();
      pending.delete(request);
      reject(signal.reason as Error);
    });
  });
}

async function* chunksOf(request: number, entry: Pending): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const chunk = entry.queue.shift();
      if (chunk !== undefined) yield chunk;
      else if (entry.ending === undefined) await new Promise<void>((resolve) => (entry.wake = resolve));
      else break;
    }
    if (entry.ending !== 'complete') throw new WireBreak(entry.ending ?? 'error', 'other side closed');
  } finally {
    if (entry.ending === undefined) tell({ kind: 'abort', request });
    pending.delete(request);
  }
}

function onAnswerPart(message: Exclude<ToWorker, { kind: 'task' }>): void {
  const entry = pending.get(message.request);
  if (entry === undefined) return;
  if (message.kind === 'chunk') entry.queue.push(message.bytes);
  if (message.kind === 'answer') entry.queue.push(...message.chunks);
  if (message.kind === 'end' || message.kind === 'answer') entry.ending = message.ending;
  if (message.kind === 'head' || message.kind === 'answer') {
    const { status, statusText, headers } = message;
    entry.resolve({ status, statusText, headers, body: chunksOf(message.request, entry) });
  }
  entry.wake?.();
  entry.wake = undefined;
}

type AgentFunction = (task: Json, context: { readonly environment: Readonly<Record<string, string>> }) => unknown;

async function loadAgent({ module, exportName }: WorkerStart): Promise<AgentFunction> {
  const loaded = (await import(pathToFileURL(module).href)) as Record<string, unknown>;
  const agent = loaded[exportName];
  if (typeof agent !== 'function')
    throw new Error(`it has no function named \`${exportName}\`; exports: ${Object.keys(loaded).join(', ') || 'none'}`);
  return agent as AgentFunction;
}

/** As the worker was started: the agent may change `process.env`. */
const startEnvironment = { ...process.env } as Readonly<Record<string, string>>;

async function runTask(agent: AgentFunction, message: Extract<ToWorker, { kind: 'task' }>, task: number): Promise<void> {
  const environment = { ...startEnvironment, ...message.environment };
  Object.assign(process.env, environment);
  try {
    const answer = await currentTask.run(task, async () => agent(message.task, { environment }));
    if (answer === undefined) tell({ kind: 'failed', index: message.index, message: 'the function returned nothing' });
    else tell({ kind: 'done', index: message.index, answer: JSON.parse(JSON.stringify(answer)) as Json });
  } catch (error) {
    tell({ kind: 'failed', index: message.index, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  } finally {
    openTasks.delete(task);
  }
}

async function main(): Promise<void> {
  installInProcessFront({ send, denied: (target) => tell({ kind: 'egress', target }) });
  let agent: AgentFunction;
  try {
    agent = await loadAgent(workerData as WorkerStart);
  } catch (error) {
    tell({ kind: 'unusable', message: error instanceof Error ? error.message : String(error) });
    return;
  }
  let tasks = 0;
  openTasks = new Set();
  port.on('message', (message: ToWorker) => {
    if (message.kind !== 'task') return onAnswerPart(message);
    const task = ++tasks;
    openTasks.add(task);
    void runTask(agent, message, task);
  });
  tell({ kind: 'ready' });
}

void main();
