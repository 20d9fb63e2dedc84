import type { ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { RehearsalFailure } from '../domain/failure.ts';
import type { ModelServerPlan } from '../domain/scenario.ts';
import { providers } from '../gateway/index.ts';
import { captureOutput } from './drivers/output-capture.ts';
import { freePort } from './free-port.ts';
import { agentPath, endTree, spawnTree } from './process-tree.ts';

/** Scripted models that are running; each is started when it is first needed. */
export interface ModelServers {
  /** Upstream URL per provider. @throws RehearsalFailure AGENT_FAILED where the server does not come up. */
  upstreamsOf(plan: ModelServerPlan): Promise<ReadonlyMap<string, string>>;
  stop(): Promise<void>;
}

const startMsMax = 20_000;

/** A pool of scripted model servers, one for each different command. */
export function createModelServers(environment: Readonly<Record<string, string | undefined>>): ModelServers {
  const running = new Map<string, Promise<{ readonly child: ChildProcess; readonly port: number }>>();
  return {
    async upstreamsOf(plan) {
      const key = JSON.stringify([plan.command, plan.folder]);
      if (!running.has(key)) running.set(key, startModel(plan, environment));
      const { port } = await running.get(key)!;
      return new Map(providers.map(({ name, basePath }) => [name, `http://127.0.0.1:${port}${basePath}`]));
    },
    async stop() {
      const settled = await Promise.allSettled(running.values());
      await Promise.all(settled.flatMap((result) => (result.status === 'fulfilled' ? [endTree(result.value.child, 'scripted-model', 500)] : [])));
      running.clear();
    },
  };
}

async function startModel(
  plan: ModelServerPlan,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const port = await freePort();
  const path = agentPath(plan.folder, environment['PATH']);
  const child = spawnTree({
    command: plan.command,
    folder: plan.folder,
    environment: { ...environment, PORT: String(port), PATH: path },
    stdin: 'ignore',
  });
  let failed: Error | undefined;
  child.once('error', (error) => (failed = error));
  captureOutput(child.stdout!, () => undefined);
  const stderr = captureOutput(child.stderr!, () => undefined);
  const until = performance.now() + startMsMax;
  while (!(await accepts(port))) {
    if (failed !== undefined || child.exitCode !== null || performance.now() > until) {
      await endTree(child, 'scripted-model', 0);
      throw new RehearsalFailure(
        'AGENT_FAILED',
        `The scripted model did not start: ${failed?.message ?? (stderr.tail((text) => text) || `it does not listen on PORT ${port}`)}`,
        {
          hint: 'Start the command under `model:` by hand, with PORT set, to see why.',
        },
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  return { child, port };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
