import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isNodeError, RehearsalFailure } from '../../../domain/failure.ts';
import { seededRandom } from '../../../domain/random.ts';
import { createHttpApi } from './http-api.ts';
import { formatAddress, isLoopback, resolveAddress } from './listen-address.ts';
import { ProxyCollection } from './proxy-collection.ts';
import { openConfigured, type ProxyFile } from './proxy-file.ts';

export interface ToxiproxyServerSettings {
  /** Port of the HTTP API. Default 0: any free one. */
  readonly port?: number;
  /** Where the API listens. Default 127.0.0.1; on an address that other machines reach, proxies may be reached from there too. */
  readonly host?: string;
  /** All chance of the toxics: toxicity, jitter, sizes of slices. Default 1. */
  readonly seed?: number;
  /** Answers `/metrics`. Default false, as in Toxiproxy. */
  readonly metrics?: boolean;
  /** Connections through all proxies at once; who comes when there are as many is turned away. Default 10,000. */
  readonly connectionsMax?: number;
  /** Proxies to begin with: the text of a file that says what `/populate` takes. */
  readonly config?: ProxyFile;
}

export interface ToxiproxyServer {
  /** Of the API, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** How many proxies there are. */
  proxyCount(): number;
  /** Closes every port and every connection, and frees them before it resolves. */
  close(): Promise<void>;
}

/**
 * Starts a server that speaks the API of Toxiproxy 2.12 in this process.
 *
 * @example
 * const server = await startToxiproxyServer({ seed: 7 });
 * const toxiproxy = await connectToxiproxy(server.url);
 * await server.close();
 * @throws RehearsalFailure PORT_IN_USE, USAGE for a host on which nothing can listen, CONFIGURATION_INVALID for proxies that cannot be made.
 */
export async function startToxiproxyServer(settings: ToxiproxyServerSettings = {}): Promise<ToxiproxyServer> {
  const { port = 0, host = '127.0.0.1', seed = 1, metrics = false, connectionsMax = 10_000 } = settings;
  const address = await resolveAddress(`${host.includes(':') ? `[${host}]` : host}:${port}`, '127.0.0.1').catch((error: Error) => {
    throw new RehearsalFailure('USAGE', `Nothing can listen on the host ${host}: ${error.message}.`, {
      hint: 'For example 127.0.0.1, or 0.0.0.0 in a container.',
    });
  });
  const isLoopbackOnly = isLoopback(address.host);
  let connections = 0;
  const proxies = new ProxyCollection({
    random: seededRandom(seed),
    everywhere: isLoopbackOnly ? address.host : '::',
    isLoopbackOnly,
    takeConnection: () => connections < connectionsMax && ++connections > 0,
    releaseConnection: () => connections--,
  });
  const api = createHttpApi({ proxies, seed }, { metrics });
  await listen(api, address.host, port);
  const { port: actualPort } = api.address() as AddressInfo;
  const server: ToxiproxyServer = {
    url: `http://${formatAddress({ host: reachable(address.host), port: actualPort })}`,
    port: actualPort,
    proxyCount: () => proxies.all().length,
    async close() {
      const closed = once(api, 'close');
      api.close();
      api.closeAllConnections();
      await Promise.all([closed, proxies.close()]);
    },
  };
  try {
    if (settings.config !== undefined) await openConfigured(proxies, settings.config);
  } catch (error) {
    await server.close();
    throw error;
  }
  return server;
}

/** Everywhere is no address to connect to. */
function reachable(host: string): string {
  return host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    server.listen({ port, host, exclusive: true });
    await once(server, 'listening');
  } catch (error) {
    if (!isNodeError(error)) throw error;
    if (error.code === 'EADDRINUSE')
      throw new RehearsalFailure('PORT_IN_USE', `Port ${port} is in use.`, {
        hint: 'Name another with --port, or 0 for any free one.',
        cause: error,
      });
    throw new RehearsalFailure('USAGE', `Nothing can listen on ${host} at port ${port}: ${error.message}.`, {
      hint: 'Name an address of this machine with --host, and a port that you may use with --port.',
      cause: error,
    });
  }
}
