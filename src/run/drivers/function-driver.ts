import { AsyncLocalStorage } from 'node:async_hooks';
import { Worker } from 'node:worker_threads';
import { RehearsalFailure } from '../../domain/failure.ts';
import type { Json } from '../../domain/json.ts';
import type { FunctionAgent } from '../../domain/scenario.ts';
import type { AgentDriver, AgentSession, AgentWorld, TaskOutcome } from '../agent-driver.ts';
import { episodeVariable, seedVariable } from '../process-tree.ts';
import { answerRequest } from './answer-request.ts';
import { captureOutput } from './output-capture.ts';
import type { PooledWorker } from './pooled-worker.ts';
import { redactPrinted } from './redact-printed.ts';
import { startEnvironment } from './start-environment.ts';
import type { FromWorker, PrintedBytes, TaskMessage, ToWorker, WorkerStart } from './worker-protocol.ts';

/** A driver that keeps workers between episodes; `close` ends them. */
export interface FunctionDriver extends AgentDriver {
  close(): Promise<void>;
}

/** Modules that export the agent as a function: each runs in a worker thread, which takes one episode after another. */
export function createFunctionDriver(): FunctionDriver {
  const idle: PooledWorker[] = [];
  /** Threads that have started, and have not loaded their agent. */
  const spares: PooledWorker[] = [];
  let mayNeedSpares = 0;
  const all = new Set<PooledWorker>();
  const namesOf = new WeakMap<object, string>();
  return {
    name: 'function',
    seal: 'sealed',
    async start(anyPlan, world) {
      const plan = anyPlan as FunctionAgent;
      // A variable of one scenario must not be seen by the next: workers are shared where all names and the agent's own values are the same.
      const names = namesOf.get(world.environment) ?? JSON.stringify(Object.keys(world.environment));
      namesOf.set(world.environment, names);
      const key = `${JSON.stringify([plan.module, plan.exportName, plan.environment, world.clock !== undefined])}${names}`;
      // An agent that is started again remembers nothing: a module that was loaded before might.
      const position = plan.isolate || world.run > 1 ? -1 : idle.findIndex((candidate) => candidate.key === key);
      const pooled = position === -1 ? (takeSpare(spares, key) ?? startThread(key, world)) : idle.splice(position, 1)[0]!;
      all.add(pooled);
      if (position === -1) await loadAgent(pooled, plan, world);
      pooled.world = world;
      // Most of a new life is the start of its thread: it begins while the life before it goes on.
      if (world.mayRestart === true) mayNeedSpares++;
      if (world.mayRestart === true && spares.filter((spare) => spare.key === key).length < mayNeedSpares) {
        const spare = startThread(key, world);
        spares.push(spare);
        all.add(spare);
      }
      let released = false;
      return functionSession(pooled, world, () => {
        if (!released && world.mayRestart === true) mayNeedSpares--;
        released = true;
        logPrinted(pooled, world);
        pooled.world = undefined;
        world.clock?.detach();
        // Time stands still when the agent is done: what it left unread would sleep for ever.
        if (world.clock !== undefined) for (const call of pooled.calls.values()) call.abort();
        // A worker with work left over, or one that was to be fresh, serves nobody else.
        if (pooled.dead || plan.isolate || world.signal.aborted || pooled.waiting.size > 0) {
          all.delete(pooled);
          pooled.dead = true;
          return pooled.worker.terminate().then(() => undefined);
        }
        idle.push(pooled);
        return Promise.resolve();
      });
    },
    async close() {
      await Promise.all([...all].map(({ worker }) => worker.terminate()));
      all.clear();
      idle.length = 0;
      spares.length = 0;
    },
  };
}

/** What was printed is redacted whole: a secret may come in two pieces. */
function logPrinted(pooled: PooledWorker, world: AgentWorld): void {
  for (const stream of ['stdout', 'stderr'] as const) {
    const chunks = pooled.printed[stream].splice(0);
    if (chunks.length > 0)
      world.emit({ kind: 'agent-output', stream, text: redactPrinted(Buffer.concat(chunks).toString('utf8'), world.redact).slice(-2000) });
  }
}

/** The same file unbuilt (`.ts`) and built (`.js`). */
const workerFile: URL = new URL(`./function-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

function takeSpare(spares: PooledWorker[], key: string): PooledWorker | undefined {
  const position = spares.findIndex((spare) => spare.key === key && !spare.dead);
  return position === -1 ? undefined : spares.splice(position, 1)[0];
}

/** Starts a thread with everything that an agent needs, and without it. */
function startThread(key: string, world: AgentWorld): PooledWorker {
  const environment = { ...world.environment, [episodeVariable]: world.episode, [seedVariable]: String(world.seed) };
  const { env, restore } = startEnvironment(environment);
  const workerData: WorkerStart = { virtual: world.clock !== undefined, restore };
  const worker = new Worker(workerFile, {
    workerData,
    env,
    stdout: true,
    stderr: true,
  });
  const pooled: PooledWorker = {
    worker,
    key,
    environment: world.environment,
    world: undefined,
    waiting: new Map(),
    calls: new Map(),
    printed: { stdout: [], stderr: [] },
    printedBytes: { stdout: 0, stderr: 0 },
    held: [],
    dead: false,
  };
  const kill = (): void => void worker.terminate();
  for (const stream of ['stdout', 'stderr'] as const) {
    captureOutput(worker[stream], kill, (chunk) => {
      pooled.printed[stream].push(chunk);
      pooled.printedBytes[stream] += chunk.length;
      releaseHeld(pooled);
    });
  }
  const fail = (message: string): void => {
    pooled.dead = true;
    for (const { release } of pooled.held.splice(0)) release();
    for (const settle of pooled.waiting.values()) settle({ noAnswer: message });
    pooled.waiting.clear();
  };
  worker.on('error', (error: Error) => {
    pooled.broken = error.message;
    fail(`it threw outside of its task: ${error.message}`);
  });
  worker.on('exit', () => fail('its worker was ended'));
  worker.on('message', (message: FromWorker) => onMessage(pooled, message));
  return pooled;
}

/** Has the thread load the agent, with the variables of its episode. */
async function loadAgent(pooled: PooledWorker, plan: FunctionAgent, world: AgentWorld): Promise<void> {
  const { worker } = pooled;
  pooled.world = world;
  await new Promise<void>((resolve, reject) => {
    const unusable = (reason: string): void =>
      reject(
        new RehearsalFailure('AGENT_INVALID', `The agent ${plan.module} cannot be used: ${reason}.`, {
          hint: 'A function agent is a module that exports `(task, context) => answer`.',
        }),
      );
    if (pooled.dead) unusable(pooled.broken ?? 'its worker was ended');
    worker.once('error', (error: Error) => unusable(error.message));
    worker.once('exit', () => unusable(pooled.broken ?? 'its worker was ended'));
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') resolve();
      else if (message.kind === 'unusable') unusable(message.message);
    });
    if (world.signal.aborted) unusable('the run was ended');
    world.signal.addEventListener('abort', () => unusable('the run was ended'), { once: true });
    const message: ToWorker = { kind: 'load', module: plan.module, exportName: plan.exportName, environment: changes(pooled.environment, world) };
    worker.postMessage(message);
  }).catch(async (error: unknown) => {
    pooled.dead = true;
    await worker.terminate();
    throw error;
  });
}

/** Which request is being answered: what it waits for on the clock of the episode is waited for by nobody else. */
const answering = new AsyncLocalStorage<number>();

function onMessage(pooled: PooledWorker, message: FromWorker): void {
  const clock = pooled.world?.clock;
  if (message.atMs !== undefined) clock?.arrive(message.atMs);
  switch (message.kind) {
    case 'request':
      if (clock === undefined) void answerRequest(pooled, message);
      else void answering.run(message.request, () => answerRequest(pooled, message));
      break;
    case 'abort':
      pooled.calls.get(message.request)?.abort();
      settleLater(pooled);
      break;
    case 'egress':
      pooled.world?.gate.denyEgress(message.target);
      settleLater(pooled);
      break;
    case 'program':
      pooled.world?.emit({ kind: 'program-started', program: pooled.world.redact(message.program).slice(0, 200) });
      settleLater(pooled);
      break;
    case 'held':
      pooled.onHeld?.();
      break;
    case 'felt':
      clock?.felt(message.disturbance);
      settleLater(pooled);
      break;
    case 'woke':
      clock?.woke(message.sleep);
      settleLater(pooled);
      break;
    case 'over':
      clock?.end(message);
      break;
    case 'done':
      settleWhenPrinted(pooled, message, { answer: message.answer });
      break;
    case 'failed':
      settleWhenPrinted(pooled, message, { noAnswer: pooled.world?.redact(message.message) ?? message.message });
      break;
    default:
  }
}

/** Time goes on when whoever was told has had its turn. */
function settleLater(pooled: PooledWorker): void {
  const { world } = pooled;
  if (world?.clock !== undefined) setImmediate(() => pooled.world === world && pooled.worker.postMessage({ kind: 'settled' } satisfies ToWorker));
}

/** What a task printed belongs to its episode: half of it in the next one's log would tell the other half of a secret. */
function settleWhenPrinted(
  pooled: PooledWorker,
  { index, printed }: { readonly index: number; readonly printed: PrintedBytes },
  outcome: TaskOutcome,
): void {
  pooled.held.push({ printed, release: () => settle(pooled, index, outcome) });
  releaseHeld(pooled);
}

function releaseHeld(pooled: PooledWorker): void {
  if (pooled.held.length === 0) return;
  const { stdout, stderr } = pooled.printedBytes;
  const ready = pooled.held.filter(({ printed }) => stdout >= printed.stdout && stderr >= printed.stderr);
  pooled.held = pooled.held.filter((held) => !ready.includes(held));
  for (const { release } of ready) release();
}

function settle(pooled: PooledWorker, index: number, outcome: TaskOutcome): void {
  pooled.waiting.get(index)?.(outcome);
  pooled.waiting.delete(index);
}

/** What is not as it was when the worker was started; both have the same names. */
function changes(before: Readonly<Record<string, string>>, { environment: now, episode, seed }: AgentWorld): Readonly<Record<string, string>> {
  const changed: Record<string, string> = { [episodeVariable]: episode, [seedVariable]: String(seed) };
  if (now !== before) for (const [name, value] of Object.entries(now)) if (before[name] !== value) changed[name] = value;
  return changed;
}

function functionSession(pooled: PooledWorker, world: AgentWorld, release: () => Promise<void>): AgentSession {
  let stopped: Promise<void> | undefined;
  const abort = (): void => {
    pooled.dead = true;
    void pooled.worker.terminate();
  };
  world.signal.addEventListener('abort', abort, { once: true });
  const { clock } = world;
  let begun = false;
  return {
    give(task: Json, index: number) {
      return new Promise<TaskOutcome>((resolve) => {
        if (pooled.dead) return resolve({ noAnswer: 'its worker was ended' });
        pooled.waiting.set(index, resolve);
        const time =
          clock === undefined || begun
            ? {}
            : { time: { seed: clock.seed, run: world.run, limitMs: clock.limitMs, startMs: clock.now(), shiftMs: clock.shiftMs() } };
        const message: TaskMessage = { kind: 'task', index, task, environment: changes(pooled.environment, world), ...time };
        pooled.worker.postMessage(message);
        if (!begun) clock?.attach({ post: (order) => pooled.worker.postMessage(order), request: () => answering.getStore() });
        begun = true;
      });
    },
    async kill() {
      const wasAlive = !pooled.dead;
      pooled.dead = true;
      // What it still says is said by nobody: the episode goes on without it.
      pooled.world = undefined;
      clock?.detach();
      for (const call of pooled.calls.values()) call.abort();
      await pooled.worker.terminate();
      logPrinted(pooled, world);
      return { how: 'abandoned', ...(wasAlive ? { seen: 'its worker was ended' } : {}) };
    },
    async pause(pauseMs) {
      if (pooled.dead) return undefined;
      if (clock !== undefined) return (await clock.disturb({ pauseMs })) ? 'its clock went on, and it did nothing' : undefined;
      const held = Promise.withResolvers<void>();
      pooled.onHeld = () => held.resolve();
      pooled.worker.once('exit', () => held.reject(new Error('gone')));
      pooled.worker.postMessage({ kind: 'hold', ms: pauseMs } satisfies ToWorker);
      return held.promise.then(
        () => 'its thread was held',
        () => undefined,
      );
    },
    stop() {
      world.signal.removeEventListener('abort', abort);
      return (stopped ??= release());
    },
  };
}
