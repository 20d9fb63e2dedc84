import { RehearsalFailure } from '../../domain/failure.ts';
import type { Json } from '../../domain/json.ts';
import type { ImageAgent } from '../../domain/scenario.ts';
import type { AgentDriver, AgentEnding, AgentSession, AgentWorld, TaskOutcome } from '../agent-driver.ts';
import type { ContainersOfRun } from '../containers/containers-of-run.ts';
import { portsOpenToContainers } from '../containers/open-ports.ts';
import { runContainer, type RunningContainer } from '../containers/run-container.ts';
import { episodeVariable, seedVariable } from '../process-tree.ts';
import { taskText } from './command-driver.ts';
import { captureOutput, outputBytesMax, type OutputCapture } from './output-capture.ts';

const terminateGraceMs = 5000;

/** Agents in containers: one container per task, in a network that leads to the gateway. The task by argv or stdin, the answer on stdout. */
export function createImageDriver(containers: ContainersOfRun): AgentDriver {
  return {
    name: 'image',
    get seal() {
      // Whatever listens on an address of this machine, loopback apart, is reached from its own end of the network as well.
      return portsOpenToContainers()?.length === 0 ? 'sealed' : 'not sealed';
    },
    start: (plan, world) => Promise.resolve(imageSession(plan as ImageAgent, world, containers)),
  };
}

function imageSession(plan: ImageAgent, world: AgentWorld, containers: ContainersOfRun): AgentSession {
  let running: RunningContainer | undefined;
  let starting: Promise<RunningContainer> | undefined;
  const end = async (): Promise<void> => {
    const container = await starting?.catch(() => undefined);
    await container?.remove();
  };
  return {
    async give(task): Promise<TaskOutcome> {
      starting = startContainer(plan, world, containers, task);
      running = await starting;
      if (world.signal.aborted) await running.remove();
      let overflow = false;
      const tooMuch = (): void => {
        overflow = true;
        void running?.signal('SIGKILL');
      };
      const stdout = captureOutput(running.stdout, tooMuch, (chunk) => world.onOutput?.('stdout', chunk));
      const stderr = captureOutput(running.stderr, tooMuch, (chunk) => world.onOutput?.('stderr', chunk));
      // Removing a container ends it; its exit code is then nobody's business.
      const code = await running.ended.catch(() => undefined);
      logOutput(world, stdout, stderr);
      const { exitCode, signal } = exitOf(code);
      world.emit({ kind: 'agent-exited', exitCode, signal });
      await running.remove();
      if (overflow)
        return {
          noAnswer: `it printed more than ${outputBytesMax / 1024 / 1024} MiB and was ended; an agent's answer goes to stdout alone, logs to a file`,
        };
      return outcomeOf(stdout, stderr, { exitCode, signal }, world);
    },
    async kill(how): Promise<AgentEnding> {
      const container = await starting?.catch(() => undefined);
      const ending = how === 'kill' ? 'killed' : 'terminated';
      if (container === undefined || container.isOver()) return { how: ending };
      await container.signal(how === 'kill' ? 'SIGKILL' : 'SIGTERM');
      if (how === 'terminate') {
        await Promise.race([container.ended, new Promise((resolve) => setTimeout(resolve, terminateGraceMs).unref())]);
        await container.signal('SIGKILL');
      }
      const code = await container.ended.catch(() => undefined);
      const { exitCode, signal } = exitOf(code);
      return { how: ending, seen: `its container ended by ${signal ?? `exit code ${exitCode}`}` };
    },
    async pause(pauseMs) {
      if (running === undefined || running.isOver()) return undefined;
      const container = running;
      await container.signal('SIGSTOP');
      setTimeout(() => void container.signal('SIGCONT'), pauseMs).unref();
      return 'SIGSTOP was sent to its container, then SIGCONT';
    },
    stop: end,
  };
}

/** A shell's way of telling signals is Docker's way too. */
function exitOf(code: number | undefined): { readonly exitCode: number | null; readonly signal: string | null } {
  if (code === undefined) return { exitCode: null, signal: 'SIGKILL' };
  const signal = ({ 137: 'SIGKILL', 143: 'SIGTERM' } as Readonly<Record<number, string>>)[code];
  return signal === undefined ? { exitCode: code, signal: null } : { exitCode: null, signal };
}

async function startContainer(plan: ImageAgent, world: AgentWorld, containers: ContainersOfRun, task: Json): Promise<RunningContainer> {
  const docker = await containers.docker();
  const network = await containers.network();
  const { command, input } = plan;
  const own =
    command === undefined
      ? undefined
      : typeof command === 'string'
        ? ['/bin/sh', '-c', `${command}${input === 'argv' ? ' "$@"' : ''}`, 'sh']
        : command;
  const extra = input === 'argv' ? [taskText(task)] : [];
  const folder = world.environment['REHEARSAL_STATE_FOLDER'];
  try {
    return await runContainer(docker, {
      image: plan.image,
      ...(own === undefined && extra.length === 0 ? {} : { command: [...(own ?? []), ...extra] }),
      environment: { ...world.environment, [episodeVariable]: world.episode, [seedVariable]: String(world.seed) },
      network: network.id,
      labels: containers.labels,
      folders: folder === undefined ? [] : [folder],
      stdin: input === 'stdin' ? taskText(task) : '',
    });
  } catch (error) {
    throw cannotStart(plan, error);
  }
}

function cannotStart({ image }: ImageAgent, error: unknown): RehearsalFailure {
  const { statusCode, message, reason } = error as { statusCode?: number; message: string; reason?: string };
  if (statusCode === 404 && (reason === 'no such image' || /no such (image|container)/i.test(message)))
    return new RehearsalFailure('AGENT_INVALID', `There is no image ${image} on this machine.`, {
      hint: `Build it (\`docker build -t ${image} …\`) or get it (\`docker pull ${image}\`): a run asks no registry.`,
      cause: error,
    });
  return new RehearsalFailure('AGENT_INVALID', `The container of ${image} cannot be started: ${message}.`, {
    hint: `Does \`docker run ${image}\` work? \`agent.command\` takes the place of the image's own command.`,
    cause: error,
  });
}

function outcomeOf(
  stdout: OutputCapture,
  stderr: OutputCapture,
  { exitCode, signal }: { readonly exitCode: number | null; readonly signal: string | null },
  world: AgentWorld,
): TaskOutcome {
  const text = stdout.text().trim();
  if (exitCode === 0 && text !== '') return { answer: text };
  const how = signal === null ? `exit code ${exitCode}` : `signal ${signal}`;
  const lastWords = stderr.tail(world.redact).split('\n').slice(-3).join('\n').trim();
  return {
    noAnswer: `${text === '' ? 'nothing on stdout' : 'an answer on stdout'}, ${how}${lastWords === '' ? '' : `; its last words: ${lastWords}`}`,
  };
}

function logOutput(world: AgentWorld, stdout: OutputCapture, stderr: OutputCapture): void {
  for (const [stream, capture] of [
    ['stdout', stdout],
    ['stderr', stderr],
  ] as const) {
    if (capture.bytes > 0) world.emit({ kind: 'agent-output', stream, text: capture.tail(world.redact) });
  }
}
