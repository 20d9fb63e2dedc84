import { RehearsalFailure } from '../../domain/failure.ts';
import { createConnectionStrikes, type ConnectionStrikes } from '../../fault/index.ts';
import type { Toxiproxy, ToxiproxyProxy } from '../../fault/tcp/toxiproxy.ts';
import type { HttpFront } from '../../gateway/index.ts';
import { ownProxyName, sharedProxyName } from './proxy-names.ts';

/** The connection between the agent of one episode and the gateway, through a proxy of its own. */
export interface EpisodeConnection {
  /** Where the agent finds the gateway: `http://127.0.0.1:40123`. */
  readonly origin: string;
  readonly strikes: ConnectionStrikes;
  close(): Promise<void>;
}

export interface EpisodeConnectionOptions {
  readonly toxiproxy: Toxiproxy;
  readonly front: HttpFront;
  /** Number of the episode in its run. */
  readonly episode: string;
  /** The same for the same episode of another run. */
  readonly words: string;
  onTrouble(failure: RehearsalFailure): void;
}

const namesInUse = new Map<Toxiproxy, Set<string>>();

/** @throws RehearsalFailure TOXIPROXY_UNUSABLE. */
export async function openEpisodeConnection(options: EpisodeConnectionOptions): Promise<EpisodeConnection> {
  const { toxiproxy, front } = options;
  const taken = namesInUse.get(toxiproxy) ?? new Set();
  namesInUse.set(toxiproxy, taken);
  const name = toxiproxy.embedded === undefined ? sharedProxyName(options.episode) : ownProxyName(options.words, taken);
  taken.add(name);
  const proxy = await toxiproxy.createProxy({ name, upstream: `127.0.0.1:${front.port}` });
  const { host, port } = proxy.address;
  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  if (toxiproxy.embedded === undefined) await checkItLeadsHere(proxy, origin, toxiproxy.url);
  const strikes = createConnectionStrikes(proxy, (failure) => options.onTrouble(failure));
  return {
    origin,
    strikes,
    async close() {
      await strikes.end();
      await proxy.remove().finally(() => taken.delete(name));
    },
  };
}

/** A server in a container, or on another machine, may accept everything and yet not reach this gateway, which listens on this machine alone. */
async function checkItLeadsHere(proxy: ToxiproxyProxy, origin: string, server: string): Promise<void> {
  const code = await fetch(`${origin}/`, { signal: AbortSignal.timeout(5000) }).then(
    async (response) => {
      await response.arrayBuffer();
      return response.headers.get('x-rehearsal-code');
    },
    () => undefined,
  );
  if (typeof code === 'string') return;
  await proxy.remove();
  throw new RehearsalFailure('TOXIPROXY_UNUSABLE', `The Toxiproxy at ${server} opened a port at ${origin}, and it does not lead to the gateway.`, {
    hint: 'The gateway listens on 127.0.0.1. The server must run on this machine; one in a container needs the network of this machine (`docker run --network host …`).',
  });
}
