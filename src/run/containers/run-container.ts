import { PassThrough, type Duplex } from 'node:stream';
import type { Docker } from './open-docker.ts';

/** What a container is started with. */
export interface ContainerOptions {
  readonly image: string;
  /** In place of the image's own command; appended to its entrypoint. Absent: the image's own. */
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly network: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Folders of this machine that it finds at the same path. */
  readonly folders: readonly string[];
  /** Written to its stdin, which then ends. */
  readonly stdin: string;
}

/** A container that runs, or has run. */
export interface RunningContainer {
  readonly stdout: PassThrough;
  readonly stderr: PassThrough;
  /** Settles with its exit code when it has ended and everything that it printed has been read. */
  readonly ended: Promise<number>;
  isOver(): boolean;
  signal(name: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'): Promise<void>;
  /** Ends it, if it runs, and removes it. */
  remove(): Promise<void>;
}

/** Creates a container, listens to it, and starts it. */
export async function runContainer(docker: Docker, options: ContainerOptions): Promise<RunningContainer> {
  const { image, command, environment, network, labels, folders } = options;
  const container = await docker.createContainer({
    Image: image,
    ...(command === undefined ? {} : { Cmd: [...command] }),
    Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    OpenStdin: true,
    StdinOnce: true,
    Tty: false,
    Labels: { ...labels },
    // What it writes into a folder of ours must be ours to remove.
    ...(process.getuid === undefined ? {} : { User: `${process.getuid()}:${process.getgid!()}` }),
    HostConfig: {
      NetworkMode: network,
      Binds: folders.map((folder) => `${folder}:${folder}`),
      // Nobody answers there: Docker's own resolver would ask the servers of this machine on its behalf.
      Dns: ['127.0.0.1'],
      DnsOptions: ['timeout:1', 'attempts:1'],
      SecurityOpt: ['no-new-privileges'],
      CapDrop: ['NET_RAW'],
      LogConfig: { Type: 'none', Config: {} },
    },
  });
  const remove = (): Promise<void> => removeContainer(container);
  try {
    const wire = await container.attach({ stream: true, hijack: true, stdin: true, stdout: true, stderr: true });
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    docker.modem.demuxStream(wire, stdout, stderr);
    const heard = new Promise<void>((resolve) =>
      wire
        .once('end', resolve)
        .once('close', resolve)
        .once('error', () => resolve()),
    );
    const exit = container.wait({ condition: 'next-exit' }) as Promise<{ readonly StatusCode: number }>;
    exit.catch(() => undefined);
    await container.start();
    let over = false;
    const ended = exit.then(async ({ StatusCode }) => {
      over = true;
      await Promise.race([heard, new Promise((resolve) => setTimeout(resolve, 1000).unref())]);
      (wire as unknown as Duplex).destroy();
      stdout.end();
      stderr.end();
      return StatusCode;
    });
    ended.catch(() => undefined);
    wire.end(options.stdin);
    return {
      stdout,
      stderr,
      ended,
      isOver: () => over,
      signal: async (name) => void (await container.kill({ signal: name }).catch(() => undefined)),
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function removeContainer(container: { remove(options: { force: boolean; v: boolean }): Promise<unknown> }): Promise<void> {
  try {
    await container.remove({ force: true, v: true });
  } catch (error) {
    const { statusCode } = error as { statusCode?: number };
    // 404: gone. 409: somebody else is removing it just now.
    if (statusCode !== 404 && statusCode !== 409) throw error;
  }
}
