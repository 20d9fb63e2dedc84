// Entry of the worker threads that run function agents: one episode after another, each worker with its own globals.
import { AsyncLocalStorage } from 'node:async_hooks';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { Json } from '../../domain/json.ts';
import { installInProcessFront, type IncomingAnswer, type OutgoingRequest } from './in-process-front.ts';
import { createMessageLine } from './message-line.ts';
import type { WorkerClock } from '../virtual-time/worker-clock.ts';
import type { FromWorker, LoadMessage, TaskMessage, ToWorker, WorkerNews, WorkerStart } from './worker-protocol.ts';

const port = parentPort!;
/** Set where the agent lives on virtual time. */
let clock: WorkerClock | undefined;

function tell(message: WorkerNews): void {
  if (clock === undefined) return port.postMessage(message satisfies FromWorker);
  if (message.kind === 'request') clock.requestSent(message.request);
  if (message.kind === 'abort' || message.kind === 'egress' || message.kind === 'program') clock.told();
  port.postMessage({ ...message, atMs: clock.nowMs() } satisfies FromWorker);
}

/** Which task a request belongs to: what a finished task left running must not speak in the next one's name. */
const currentTask = new AsyncLocalStorage<number>();
let openTasks = new Set<number>();

const line = createMessageLine(tell);

function send(outgoing: OutgoingRequest): Promise<IncomingAnswer> {
  const task = currentTask.getStore();
  if (task !== undefined && !openTasks.has(task)) return Promise.reject(new Error('The task that this request belongs to is over.'));
  return line.send(outgoing);
}

const printed = { stdout: 0, stderr: 0 };

/** Counts what is printed, so that the main thread knows when it has all of it. */
function countPrinted(name: keyof typeof printed): void {
  const stream = process[name];
  const write = stream.write as (...parameters: unknown[]) => boolean;
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    printed[name] +=
      typeof chunk === 'string' ? Buffer.byteLength(chunk, typeof rest[0] === 'string' ? (rest[0] as BufferEncoding) : 'utf8') : chunk.byteLength;
    return write.call(stream, chunk, ...rest);
  };
}

type AgentFunction = (task: Json, context: { readonly environment: Readonly<Record<string, string>> }) => unknown;

async function loadAgent({ module, exportName, environment }: LoadMessage): Promise<AgentFunction> {
  Object.assign(process.env, environment);
  const loaded = (await import(pathToFileURL(module).href)) as Record<string, unknown>;
  const agent = loaded[exportName];
  if (typeof agent !== 'function')
    throw new Error(`it has no function named \`${exportName}\`; exports: ${Object.keys(loaded).join(', ') || 'none'}`);
  return agent as AgentFunction;
}

for (const [name, value] of Object.entries((workerData as WorkerStart).restore)) {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

/** As the worker was started: the agent may change `process.env`. */
const startEnvironment = { ...process.env } as Readonly<Record<string, string>>;

async function runTask(agent: AgentFunction, message: TaskMessage, task: number): Promise<void> {
  const environment = { ...startEnvironment, ...message.environment };
  Object.assign(process.env, environment);
  if (message.time !== undefined) clock?.begin(message.time);
  clock?.taskBegins();
  try {
    const answer = await currentTask.run(task, async () => agent(message.task, { environment }));
    if (answer === undefined) tell({ kind: 'failed', index: message.index, message: 'the function returned nothing', printed: { ...printed } });
    else tell({ kind: 'done', index: message.index, answer: JSON.parse(JSON.stringify(answer)) as Json, printed: { ...printed } });
  } catch (error) {
    tell({
      kind: 'failed',
      index: message.index,
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      printed: { ...printed },
    });
  } finally {
    openTasks.delete(task);
    clock?.taskEnds();
  }
}

async function main(): Promise<void> {
  countPrinted('stdout');
  countPrinted('stderr');
  installInProcessFront({ send, denied: (target) => tell({ kind: 'egress', target }), started: (program) => tell({ kind: 'program', program }) });
  const start = workerData as WorkerStart;
  // Before the agent is loaded: what its modules keep of the timers is what they will use.
  if (start.virtual) clock = (await import('../virtual-time/worker-clock.ts')).startWorkerClock(tell);
  let agent: AgentFunction | undefined;
  const load = async (message: LoadMessage): Promise<void> => {
    try {
      clock?.taskBegins();
      agent = await loadAgent(message);
      clock?.taskEnds();
      tell({ kind: 'ready' });
    } catch (error) {
      tell({ kind: 'unusable', message: error instanceof Error ? error.message : String(error) });
    }
  };
  let tasks = 0;
  openTasks = new Set();
  port.on('message', (message: ToWorker) => {
    switch (message.kind) {
      case 'load':
        void load(message);
        break;
      case 'task': {
        const task = ++tasks;
        openTasks.add(task);
        void runTask(agent!, message, task);
        break;
      }
      case 'hold':
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, message.ms);
        tell({ kind: 'held' });
        break;
      case 'disturb':
      case 'sleep':
      case 'wake':
      case 'settled':
        clock?.order(message);
        break;
      default:
        line.receive(message);
        if (message.kind === 'end' || message.kind === 'answer') clock?.requestEnded(message.request);
    }
  });
}

void main();
