import { failureText, RehearsalFailure, toFailure } from '../../domain/failure.ts';
import { connectToxiproxy, type Toxiproxy } from '../../fault/tcp/toxiproxy.ts';
import type { ContainersOfRun } from '../containers/containers-of-run.ts';
import { isLeftBehind } from './proxy-names.ts';

/** The Toxiproxy server of a run: started, or connected to, when the first case needs it. */
export interface ToxiproxyOfRun {
  /** @throws RehearsalFailure TOXIPROXY_UNUSABLE, DOCKER_UNAVAILABLE, CONTAINER_FAILED, the same each time. */
  open(): Promise<Toxiproxy>;
  /** Removes all proxies, and the server where we started it. What cannot be removed is told on stderr. */
  stop(): Promise<void>;
}

export interface ToxiproxyOptions {
  /** `http://…` for a server that runs, `container` or `container:<image>` for one in a container; absent for one of our own in this process. */
  readonly where: string | undefined;
  readonly seed: number;
  readonly containers: ContainersOfRun;
}

/** Nothing is started or asked before it is needed. */
export function createToxiproxyOfRun(options: ToxiproxyOptions): ToxiproxyOfRun {
  let opened: Promise<Opened> | undefined;
  return {
    open: async () => (await (opened ??= openServer(options))).toxiproxy,
    async stop() {
      const server = await opened?.catch(() => undefined);
      if (server === undefined) return;
      try {
        await server.toxiproxy.close();
        await server.end();
      } catch (error) {
        // What was judged is judged; whoever owns the server must know what is left on it.
        process.stderr.write(`${failureText(toFailure(error))}\n`);
        await server.end().catch(() => undefined);
      }
    },
  };
}

interface Opened {
  readonly toxiproxy: Toxiproxy;
  /** Ends the server, where it is ours. */
  end(): Promise<void>;
}

async function openServer({ where, seed, containers }: ToxiproxyOptions): Promise<Opened> {
  if (where === undefined) {
    const { startToxiproxyServer } = await import('../../fault/tcp/server/start-toxiproxy-server.ts');
    const server = await startToxiproxyServer({ seed });
    return { toxiproxy: await connectToxiproxy(server.url), end: () => server.close() };
  }
  if (/^https?:/.test(where)) {
    const toxiproxy = await connectToxiproxy(where);
    for (const name of await toxiproxy.proxyNames()) if (isLeftBehind(name)) await toxiproxy.removeProxy(name);
    return { toxiproxy, end: () => Promise.resolve() };
  }
  const [kind, ...image] = where.split(':');
  if (kind !== 'container')
    throw new RehearsalFailure('USAGE', `--toxiproxy ${where} names no Toxiproxy.`, {
      hint: 'Name a server (http://127.0.0.1:8474), `container`, or `container:IMAGE`. Without it Rehearsal starts a server of its own.',
    });
  const { startToxiproxyContainer } = await import('../containers/toxiproxy-container.ts');
  const container = await startToxiproxyContainer(containers, image.join(':') || undefined);
  return { toxiproxy: container.toxiproxy, end: () => container.stop() };
}
