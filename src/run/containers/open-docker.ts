import type { ContainerRuntimeClient } from 'testcontainers';
import { RehearsalFailure } from '../../domain/failure.ts';

/** Docker's API, as testcontainers found it. */
export type Docker = ContainerRuntimeClient['container']['dockerode'];

/**
 * Connects to Docker; testcontainers is loaded here and nowhere before.
 *
 * @throws RehearsalFailure DOCKER_UNAVAILABLE.
 */
export async function openDocker(): Promise<Docker> {
  const { getContainerRuntimeClient } = await loadTestcontainers();
  const named = process.env['DOCKER_HOST'] ?? '';
  const nothingThere = `nothing does at ${named}, which DOCKER_HOST names`;
  const client = await getContainerRuntimeClient().catch((error: unknown) => {
    throw unavailable(named === '' ? (error as Error).message : nothingThere, error);
  });
  const { dockerode } = client.container;
  if (named !== '' && !isAt(dockerode, named)) throw unavailable(nothingThere);
  return dockerode;
}

function unavailable(why: string, cause?: unknown): RehearsalFailure {
  return new RehearsalFailure('DOCKER_UNAVAILABLE', `Docker does not answer: ${why}.`, {
    hint: 'Start it (`docker info` must work for you), or leave out what needs it: agents as images, `--toxiproxy container`.',
    cause,
  });
}

/** Testcontainers goes on to look elsewhere where nothing answers, and that would be another Docker than the one that was meant. */
function isAt({ modem }: Docker, named: string): boolean {
  const { socketPath, host } = modem as { socketPath?: string; host?: string };
  const url = URL.parse(named);
  return url?.protocol === 'unix:' ? socketPath === url.pathname : host !== undefined && host === url?.hostname;
}

/** Its own reaper of containers is an image that would have to be pulled from a registry: we clean up by ourselves, unless the user says otherwise. */
export function loadTestcontainers(): Promise<typeof import('testcontainers')> {
  process.env['TESTCONTAINERS_RYUK_DISABLED'] ??= 'true';
  return import('testcontainers');
}
