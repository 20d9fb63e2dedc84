import { RehearsalFailure } from '../../domain/failure.ts';
import { connectToxiproxy, type Toxiproxy } from '../../fault/tcp/toxiproxy.ts';
import { freePort } from '../free-port.ts';
import type { ContainersOfRun } from './containers-of-run.ts';
import { loadTestcontainers, type Docker } from './open-docker.ts';

/** A Toxiproxy in a container. */
export interface ToxiproxyContainer {
  readonly toxiproxy: Toxiproxy;
  stop(): Promise<void>;
}

/** The official one, of the version whose API Rehearsal speaks. */
export const officialImage = 'ghcr.io/shopify/toxiproxy:2.12.0';

/** A container that has not answered by then never will. */
const readyMsMax = 30_000;

/**
 * Starts a Toxiproxy in the network of this machine: its ports are no published ones, which would turn a reset into a FIN and a closed port into one that
 * connects and resets; and it reaches the gateway, which listens on 127.0.0.1.
 *
 * @throws RehearsalFailure DOCKER_UNAVAILABLE, CONTAINER_FAILED.
 */
export async function startToxiproxyContainer(
  containers: ContainersOfRun,
  image: string = officialImage,
  { readyMs = readyMsMax }: { readonly readyMs?: number } = {},
): Promise<ToxiproxyContainer> {
  const docker = await containers.docker();
  const { GenericContainer } = await loadTestcontainers();
  const port = await freePort();
  const container = await new GenericContainer(image)
    .withNetworkMode('host')
    .withLabels(containers.labels)
    .withCommand(['--port', String(port)])
    .start()
    .catch((error: unknown) => {
      throw new RehearsalFailure('CONTAINER_FAILED', `The Toxiproxy container ${image} cannot be started: ${(error as Error).message}.`, {
        hint: `Is the image there (\`docker pull ${image}\`)? Another one: --toxiproxy container:IMAGE.`,
        cause: error,
      });
    });
  const stop = async (): Promise<void> => void (await container.stop({ timeout: 0 }).catch(() => undefined));
  try {
    return { toxiproxy: await untilReady(`http://127.0.0.1:${port}`, image, readyMs, () => isRunning(docker, container.getId())), stop };
  } catch (error) {
    const words = await lastWords(container);
    await stop();
    if (error instanceof RehearsalFailure && error.code !== 'TOXIPROXY_UNUSABLE') throw error;
    throw new RehearsalFailure('CONTAINER_FAILED', `${(error as Error).message}${words === '' ? '' : ` Its last words: ${words}`}`, {
      hint: 'It must be a Toxiproxy 2.12, started with `--port N`, and Docker must run on this machine (Linux): its ports are asked for on 127.0.0.1.',
      cause: error,
    });
  }
}

async function untilReady(url: string, image: string, readyMs: number, isAlive: () => Promise<boolean>): Promise<Toxiproxy> {
  const until = performance.now() + readyMs;
  for (;;) {
    try {
      return await connectToxiproxy(url);
    } catch (error) {
      const answers = await fetch(`${url}/version`).then(
        () => true,
        () => false,
      );
      // It may have become ready in between; only what answers and is still no Toxiproxy is none.
      if (answers) return connectToxiproxy(url);
      if (!(await isAlive()))
        throw new RehearsalFailure('TOXIPROXY_UNUSABLE', `The container of ${image} ended before it was ready.`, { cause: error });
      if (performance.now() > until)
        throw new RehearsalFailure(
          'TOXIPROXY_UNUSABLE',
          `The container of ${image} never became ready: nothing answered at ${url} within ${readyMs / 1000} s.`,
          {
            cause: error,
          },
        );
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function isRunning(docker: Docker, id: string): Promise<boolean> {
  return docker
    .getContainer(id)
    .inspect()
    .then(
      ({ State }) => State.Running,
      () => false,
    );
}

async function lastWords(container: { logs(options: { tail: number }): Promise<NodeJS.ReadableStream> }): Promise<string> {
  try {
    const stream = await container.logs({ tail: 5 });
    const pieces: string[] = [];
    stream.on('data', (piece: Buffer) => pieces.push(piece.toString('utf8')));
    await Promise.race([new Promise((resolve) => stream.once('end', resolve)), new Promise((resolve) => setTimeout(resolve, 1000))]);
    return pieces.join('').trim().slice(-500);
  } catch {
    return '';
  }
}
