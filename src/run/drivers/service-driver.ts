import type { ChildProcess } from 'node:child_process';
import { RehearsalFailure } from '../../domain/failure.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';
import type { ServiceAgent } from '../../domain/scenario.ts';
import type { AgentDriver, AgentSession, AgentWorld, TaskOutcome } from '../agent-driver.ts';
import { freePort } from '../free-port.ts';
import { agentPath, endTree, episodeVariable, seedVariable, spawnTree } from '../process-tree.ts';
import { endOnPurpose } from '../end-on-purpose.ts';
import { pauseProcess } from '../pause-process.ts';
import { captureOutput, type OutputCapture } from './output-capture.ts';

/** How long a service may take until it answers on its `ready` path. */
const readyMsMax = 30_000;

/** HTTP services: every task is one POST. */
export const serviceDriver: AgentDriver = {
  name: 'service',
  seal: 'not sealed',
  async start(anyPlan, world) {
    const plan = anyPlan as ServiceAgent;
    const port = String(plan.command === undefined ? '' : await freePort());
    const url = plan.url.replaceAll('${port}', port);
    const service = plan.command === undefined ? undefined : startService(plan, plan.command, port, world);
    try {
      await untilReady(new URL(plan.ready, url), service, world);
    } catch (error) {
      if (service !== undefined) await endTree(service.child, world.episode, 0);
      throw error;
    }
    return serviceSession(plan, url, service, world);
  },
};

interface Service {
  readonly child: ChildProcess;
  readonly stderr: OutputCapture;
  failed: Error | undefined;
}

function startService(plan: ServiceAgent, command: readonly string[] | string, port: string, world: AgentWorld): Service {
  const environment = {
    ...world.environment,
    PORT: port,
    PATH: agentPath(plan.folder, world.environment['PATH']),
    [episodeVariable]: world.episode,
    [seedVariable]: String(world.seed),
  };
  const child = spawnTree({ command, folder: plan.folder, environment, stdin: 'ignore' });
  const end = (): void => void endTree(child, world.episode, 0);
  captureOutput(child.stdout!, end);
  const service: Service = { child, stderr: captureOutput(child.stderr!, end), failed: undefined };
  child.once('error', (error) => (service.failed = error));
  child.once('exit', (exitCode, signal) => {
    if (service.stderr.bytes > 0) world.emit({ kind: 'agent-output', stream: 'stderr', text: service.stderr.tail(world.redact) });
    world.emit({ kind: 'agent-exited', exitCode, signal });
  });
  return service;
}

async function untilReady(url: URL, service: Service | undefined, { signal, redact }: Pick<AgentWorld, 'signal' | 'redact'>): Promise<void> {
  const until = performance.now() + readyMsMax;
  for (;;) {
    if (signal.aborted) throw new RehearsalFailure('AGENT_FAILED', 'The run was ended before the service was ready.');
    if (service?.failed !== undefined)
      throw new RehearsalFailure('AGENT_INVALID', `The service cannot be started: ${service.failed.message}.`, {
        cause: service.failed,
        hint: 'Check `agent.service.command`.',
      });
    if (service !== undefined && (service.child.exitCode !== null || service.child.signalCode !== null)) {
      throw new RehearsalFailure(
        'AGENT_FAILED',
        `The service ended before it was ready: ${service.stderr.tail(redact) || `exit code ${service.child.exitCode}`}`,
        { hint: 'Start it by hand to see why.' },
      );
    }
    if (await answersOk(url)) return;
    if (performance.now() > until) {
      throw new RehearsalFailure('AGENT_FAILED', `The service did not answer 200 at ${url.href} within ${readyMsMax / 1000} s.`, {
        hint: 'Does it listen on PORT? `agent.service.ready` names the path that is asked.',
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function answersOk(url: URL): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

function serviceSession(plan: ServiceAgent, url: string, service: Service | undefined, world: AgentWorld): AgentSession {
  return {
    async give(task): Promise<TaskOutcome> {
      const body = JSON.stringify({ task });
      try {
        const response = await fetch(new URL(plan.path, url), {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
          signal: world.signal,
        });
        const text = await response.text();
        if (!response.ok) return { noAnswer: `the service answered ${response.status}: ${world.redact(text.slice(0, 500))}` };
        return readAnswer(text, plan.answerField);
      } catch (error) {
        return { noAnswer: `the service did not answer: ${(error as Error).message}` };
      }
    },
    async kill(how) {
      return service === undefined ? { how: 'killed' } : endOnPurpose(service.child, world.episode, how);
    },
    pause: (pauseMs) => (service === undefined ? Promise.resolve(undefined) : pauseProcess(service.child, pauseMs)),
    async stop() {
      if (service !== undefined) await endTree(service.child, world.episode, 500);
    },
  };
}

function readAnswer(text: string, field: string): TaskOutcome {
  let body: Json;
  try {
    body = JSON.parse(text) as Json;
  } catch {
    return field === '' ? { answer: text } : { noAnswer: `the service answered no JSON: ${text.slice(0, 200)}` };
  }
  if (field === '') return { answer: body };
  const answer = isJsonObject(body) ? body[field] : undefined;
  return answer === undefined ? { noAnswer: `the service's answer has no member \`${field}\`: ${text.slice(0, 200)}` } : { answer };
}
