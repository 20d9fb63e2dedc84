import { threadId } from 'node:worker_threads';
import { RehearsalFailure, toFailure } from '../../domain/failure.ts';
import { startJanitor, type Janitor } from './janitor.ts';
import { openDocker, type Docker } from './open-docker.ts';

/** Every container and network of ours carries it, with the run that it belongs to. */
export const runLabel = 'rehearsal.run';

/** A network that leads to this machine's end of it, and nowhere else. */
export interface SealedNetwork {
  readonly id: string;
  /** This machine's address in it. */
  readonly host: string;
}

/** What a run has in Docker. */
export interface ContainersOfRun {
  /** Marks what belongs to this run. */
  readonly labels: Readonly<Record<string, string>>;
  /** Why agents cannot run in containers here; undefined where they can. */
  whyNot(): Promise<string | undefined>;
  /** @throws RehearsalFailure DOCKER_UNAVAILABLE. */
  docker(): Promise<Docker>;
  /** @throws RehearsalFailure DOCKER_UNAVAILABLE, CONTAINER_FAILED. */
  network(): Promise<SealedNetwork>;
  /** Removes all containers and networks of the run. What cannot be removed is told on stderr. */
  stop(): Promise<void>;
}

let runs = 0;

/** Nothing is loaded, asked or started before it is needed. */
export function createContainersOfRun(): ContainersOfRun {
  const run = `${process.pid}-${threadId}-${Date.now().toString(36)}-${++runs}`;
  const labels = { [runLabel]: run };
  let docker: Promise<Docker> | undefined;
  let janitor: Janitor | undefined;
  let network: Promise<SealedNetwork> | undefined;
  const open = async (): Promise<Docker> => {
    const opened = await openDocker();
    // From now on there may be something to clean up.
    janitor ??= startJanitor(opened, labels);
    return opened;
  };
  const openOnce = (): Promise<Docker> => (docker ??= open());
  return {
    labels,
    whyNot: () =>
      openOnce().then(
        () => undefined,
        // It becomes part of a sentence.
        (error: unknown) => toFailure(error).message.replace(/\.$/, ''),
      ),
    docker: openOnce,
    network: () => (network ??= openOnce().then((opened) => createSealedNetwork(opened, run, labels))),
    async stop() {
      const opened = await docker?.catch(() => undefined);
      if (opened === undefined) return;
      try {
        await removeAll(opened, labels);
        janitor?.release();
      } catch (error) {
        process.stderr.write(`Something of this run may be left in Docker: ${(error as Error).message}. It has the label ${runLabel}=${run}.\n`);
      }
    },
  };
}

/** `internal`: Docker routes nothing out of it or into it. Containers in it do not see one another. */
async function createSealedNetwork(docker: Docker, run: string, labels: Readonly<Record<string, string>>): Promise<SealedNetwork> {
  try {
    const network = await docker.createNetwork({
      Name: `rehearsal-${run}`,
      Driver: 'bridge',
      Internal: true,
      CheckDuplicate: true,
      Options: { 'com.docker.network.bridge.enable_icc': 'false' },
      Labels: { ...labels },
    });
    const { IPAM, Internal } = (await network.inspect()) as { Internal?: boolean; IPAM?: { Config?: { Gateway?: string; Subnet?: string }[] } };
    // What is not as it was asked for keeps nobody in.
    if (Internal !== true) throw new Error('the network that it made is not internal');
    const host = IPAM?.Config?.[0]?.Gateway;
    if (host === undefined) throw new Error('it gave the network no address on this machine');
    return { id: network.id, host };
  } catch (error) {
    throw new RehearsalFailure('CONTAINER_FAILED', `Docker made no network for the agents: ${(error as Error).message}.`, {
      hint: 'Networks of other projects may have taken all addresses: `docker network prune` removes those that nobody uses.',
      cause: error,
    });
  }
}

async function removeAll(docker: Docker, labels: Readonly<Record<string, string>>): Promise<void> {
  const filters = { label: Object.entries(labels).map(([name, value]) => `${name}=${value}`) };
  const containers = await docker.listContainers({ all: true, filters });
  await Promise.all(containers.map(({ Id }) => removeUnlessGone(() => docker.getContainer(Id).remove({ force: true, v: true }))));
  const networks = await docker.listNetworks({ filters });
  for (const { Id } of networks) await removeUnlessGone(() => docker.getNetwork(Id).remove() as Promise<unknown>);
}

async function removeUnlessGone(remove: () => Promise<unknown>): Promise<void> {
  try {
    await remove();
  } catch (error) {
    const { statusCode } = error as { statusCode?: number };
    // 404: gone. 409: somebody else is removing it just now.
    if (statusCode !== 404 && statusCode !== 409) throw error;
  }
}
