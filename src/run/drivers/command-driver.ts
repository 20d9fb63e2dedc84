import { isNodeError, RehearsalFailure } from '../../domain/failure.ts';
import type { Json } from '../../domain/json.ts';
import type { CommandAgent } from '../../domain/scenario.ts';
import { endOnPurpose } from '../end-on-purpose.ts';
import { pauseProcess } from '../pause-process.ts';
import type { AgentDriver, AgentEnding, AgentSession, AgentWorld, TaskOutcome } from '../agent-driver.ts';
import { agentPath, endTree, episodeVariable, seedVariable, spawnTree, sweepGroup } from '../process-tree.ts';
import type { AgentProcess, StartOptions, StartProcess } from '../start/agent-process.ts';
import { captureOutput, outputBytesMax, type OutputCapture } from './output-capture.ts';

/** A task as a program reads it: a text as it is, anything else as JSON. */
export function taskText(task: Json): string {
  return typeof task === 'string' ? task : JSON.stringify(task);
}

/** Programs in any language: the task by argv or stdin, the answer on stdout. `start` says who starts them; this process itself if absent. */
export function createCommandDriver(start: StartProcess = spawnTree): AgentDriver {
  return {
    name: 'command',
    seal: 'not sealed',
    start: (plan, world) =>
      Promise.resolve(
        (plan as CommandAgent).input === 'lines' ? lineSession(plan as CommandAgent, world, start) : onceSession(plan as CommandAgent, world, start),
      ),
  };
}

interface Started {
  readonly child: AgentProcess;
  readonly stdout: OutputCapture;
  readonly stderr: OutputCapture;
  /** Settles when the program is gone and its output is read. */
  readonly ended: Promise<{ readonly exitCode: number | null; readonly signal: string | null; readonly overflow: boolean }>;
  /** False while anything may still run or hold the output open. */
  isClosed(): boolean;
}

function startProcess(
  plan: CommandAgent,
  world: AgentWorld,
  start: StartProcess,
  extraArguments: readonly string[],
  stdin: 'pipe' | 'ignore',
  onStdout?: (chunk: Buffer) => void,
): Started {
  const environment = {
    ...world.environment,
    PATH: agentPath(plan.folder, world.environment['PATH']),
    [episodeVariable]: world.episode,
    [seedVariable]: String(world.seed),
  };
  const child = startOrFail(plan, start, { command: plan.command, extraArguments, folder: plan.folder, environment, stdin });
  let overflow = false;
  let closed = false;
  const tooMuch = (): void => {
    overflow = true;
    void endTree(child, world.episode, 0);
  };
  const stdout = captureOutput(child.stdout!, tooMuch, (chunk) => {
    onStdout?.(chunk);
    world.onOutput?.('stdout', chunk);
  });
  const stderr = captureOutput(child.stderr!, tooMuch, (chunk) => world.onOutput?.('stderr', chunk));
  child.stdin?.on('error', () => undefined); // A program may exit without reading its task.
  const ended = new Promise<{ exitCode: number | null; signal: string | null; overflow: boolean }>((resolve, reject) => {
    child.once('error', (error) => reject(cannotStart(plan, error)));
    // Children that hold the pipes open must not keep a finished agent waiting.
    child.once('exit', () => letGo(child, stdout, stderr));
    child.once('close', (exitCode, signal) => {
      closed = true;
      if (child.pid !== undefined) sweepGroup(child.pid);
      logOutput(world, stdout, stderr);
      world.emit({ kind: 'agent-exited', exitCode, signal });
      resolve({ exitCode, signal, overflow });
    });
  });
  ended.catch(() => undefined);
  return { child, stdout, stderr, ended, isClosed: () => closed };
}

/** Ends a program in the middle of its work; the first signal is sent before anything else can happen. */
async function endRun(started: Started, world: AgentWorld, how: 'kill' | 'terminate'): Promise<AgentEnding> {
  const ending = await endOnPurpose(started.child, world.episode, how);
  await started.ended.catch(() => undefined);
  return ending;
}

function startOrFail(plan: CommandAgent, start: StartProcess, options: StartOptions): AgentProcess {
  try {
    return start(options);
  } catch (error) {
    throw cannotStart(plan, error as Error);
  }
}

/** An agent that has exited is done, whoever still holds its output: its group is ended, and what is not read by then is given up. */
function letGo(child: AgentProcess, stdout: OutputCapture, stderr: OutputCapture): void {
  let bytes = -1;
  const timer = setInterval(() => {
    if (child.pid !== undefined) sweepGroup(child.pid);
    if (stdout.bytes + stderr.bytes !== bytes) bytes = stdout.bytes + stderr.bytes;
    else {
      clearInterval(timer);
      child.stdout?.destroy();
      child.stderr?.destroy();
    }
  }, 100);
  child.once('close', () => clearInterval(timer));
}

function cannotStart(plan: CommandAgent, error: Error): RehearsalFailure {
  if (error instanceof RehearsalFailure) return error;
  const shown = typeof plan.command === 'string' ? plan.command : plan.command.join(' ');
  const missing = isNodeError(error) && error.code === 'ENOENT';
  return new RehearsalFailure(
    'AGENT_INVALID',
    `The agent cannot be started: ${missing ? `no such program or folder for \`${shown}\`` : error.message}.`,
    {
      hint: `It is started in ${plan.folder}. Is the program installed and on the PATH? \`agent.requires\` lists such cases as not run.`,
      cause: error,
    },
  );
}

function logOutput(world: AgentWorld, stdout: OutputCapture, stderr: OutputCapture): void {
  for (const [stream, capture] of [
    ['stdout', stdout],
    ['stderr', stderr],
  ] as const) {
    if (capture.bytes > 0) world.emit({ kind: 'agent-output', stream, text: capture.tail(world.redact) });
  }
}

/** One process, one task. */
function onceSession(plan: CommandAgent, world: AgentWorld, start: StartProcess): AgentSession {
  let started: Started | undefined;
  return {
    async give(task) {
      started = startProcess(plan, world, start, plan.input === 'argv' ? [taskText(task)] : [], plan.input === 'stdin' ? 'pipe' : 'ignore');
      if (plan.input === 'stdin') started.child.stdin!.end(taskText(task));
      const { exitCode, signal, overflow } = await started.ended;
      if (overflow)
        return {
          noAnswer: `it printed more than ${outputBytesMax / 1024 / 1024} MiB and was ended; an agent's answer goes to stdout alone, logs to a file`,
        };
      const text = started.stdout.text().trim();
      if (exitCode === 0 && text !== '') return { answer: text };
      const how = signal === null ? `exit code ${exitCode}` : `signal ${signal}`;
      const lastWords = started.stderr.tail(world.redact).split('\n').slice(-3).join('\n').trim();
      return {
        noAnswer: `${text === '' ? 'nothing on stdout' : 'an answer on stdout'}, ${how}${lastWords === '' ? '' : `; its last words: ${lastWords}`}`,
      };
    },
    async kill(how) {
      return started === undefined ? { how: 'killed' } : endRun(started, world, how);
    },
    pause: (pauseMs) => (started === undefined ? Promise.resolve(undefined) : pauseProcess(started.child, pauseMs)),
    async stop() {
      if (started !== undefined && !started.isClosed()) await endTree(started.child, world.episode, world.signal.aborted ? 300 : 0);
    },
  };
}

/** One process, a line of JSON per task, a line per answer, in the order of the tasks. */
function lineSession(plan: CommandAgent, world: AgentWorld, start: StartProcess): AgentSession {
  const lines: string[] = [];
  const waiting: ((line: string | undefined) => void)[] = [];
  let rest = '';
  const started = startProcess(plan, world, start, [], 'pipe', (chunk) => {
    rest += chunk.toString('utf8');
    const parts = rest.split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) {
      if (line.trim() === '') continue;
      const next = waiting.shift();
      if (next === undefined) lines.push(line);
      else next(line);
    }
  });
  const finished = started.ended.then(
    () => waiting.splice(0).forEach((next) => next(undefined)),
    () => waiting.splice(0).forEach((next) => next(undefined)),
  );
  return {
    async give(task): Promise<TaskOutcome> {
      started.child.stdin!.write(`${JSON.stringify(task)}\n`);
      const line =
        lines.shift() ?? (started.child.exitCode === null ? await new Promise<string | undefined>((resolve) => waiting.push(resolve)) : undefined);
      if (line !== undefined) return { answer: parsedOrText(line) };
      await started.ended;
      return { noAnswer: `the process ended before it answered; its last words: ${started.stderr.tail(world.redact).slice(-500)}` };
    },
    async kill(how) {
      return endRun(started, world, how);
    },
    pause: (pauseMs) => pauseProcess(started.child, pauseMs),
    async stop() {
      started.child.stdin!.end();
      await Promise.race([finished, new Promise((resolve) => setTimeout(resolve, world.signal.aborted ? 0 : 1000).unref())]);
      await endTree(started.child, world.episode, 300);
    },
  };
}

function parsedOrText(line: string): Json {
  try {
    return JSON.parse(line) as Json;
  } catch {
    return line;
  }
}
