import type { Toxiproxy as Client } from 'toxiproxy-node-client';
import { RehearsalFailure } from '../../domain/failure.ts';
import { createDriver } from './driver.ts';
import type { SocketAddress } from './socket-address.ts';
import { toxiproxyFailure } from './toxiproxy-failure.ts';
import { withinTime } from './within-time.ts';

/** A Toxiproxy server, whichever it is: our embedded one, a container, the user's own. It is driven over its HTTP API and nothing else. */
export interface Toxiproxy {
  /** Without a slash at the end. */
  readonly url: string;
  /** As the server says it: `2.12.0`. */
  readonly version: string;
  /** What only Rehearsal's own server has: its own toxics, a seed that is honoured, the list of strikes. Undefined for any other server. */
  readonly embedded: { readonly seed: number; readonly toxics: readonly string[] } | undefined;
  /**
   * Opens a port in front of a server.
   *
   * @throws RehearsalFailure TOXIPROXY_UNUSABLE, also where a proxy of this name exists; USAGE for a name that cannot stand in a path.
   */
  createProxy(settings: ProxySettings): Promise<ToxiproxyProxy>;
  /** Names of all proxies, whoever created them. @throws RehearsalFailure TOXIPROXY_UNUSABLE. */
  proxyNames(): Promise<readonly string[]>;
  /** Removes a proxy that somebody else created. One that is gone already is no failure. @throws RehearsalFailure TOXIPROXY_UNUSABLE. */
  removeProxy(name: string): Promise<void>;
  /**
   * Removes every proxy that was created here, in the reverse order, also those whose creation failed half-way. What other people created stays.
   *
   * @throws RehearsalFailure TOXIPROXY_UNUSABLE, after everything was tried, with the names of those that may be left.
   */
  close(): Promise<void>;
}

export interface ProxySettings {
  /** Unique on the server; letters, digits and `. _ ~ -`. Chance on our own server depends on it: same seed, same name, same strikes. */
  readonly name: string;
  /** `host:port` of the server behind it, as the Toxiproxy server sees it. */
  readonly upstream: string;
  /** `host:port`; port 0 is any free one. Default `127.0.0.1:0`. */
  readonly listen?: string;
}

/** One port in front of one server. */
export interface ToxiproxyProxy {
  readonly name: string;
  /** Where clients connect to, as seen from here. A server that listens on all addresses is reached by the name in its URL. */
  readonly address: SocketAddress;
  readonly upstream: string;
  /** Adds a toxic and returns its name. @throws RehearsalFailure TOXIPROXY_UNUSABLE where the server does not know it. */
  addToxic(toxic: ToxicSettings): Promise<string>;
  /** Changes attributes or toxicity of a toxic; what is not named stays. */
  updateToxic(name: string, change: Pick<ToxicSettings, 'attributes' | 'toxicity'>): Promise<void>;
  /** Removes a toxic. One that is gone already is no failure. */
  removeToxic(name: string): Promise<void>;
  /** Listens again, on the same port. */
  enable(): Promise<void>;
  /** Closes the port and every connection. */
  disable(): Promise<void>;
  /** What happened so far, on our own server; undefined on any other, which does not tell. */
  observe(): Promise<ProxyHistory | undefined>;
  /** Removes the proxy. One that is gone already is no failure. */
  remove(): Promise<void>;
}

export interface ToxicSettings {
  /** Default `<type>_<stream>`, as Toxiproxy has it. */
  readonly name?: string;
  /** `latency`, `bandwidth`, …, or one of Rehearsal's own, which begin with `rehearsal_`. */
  readonly type: string;
  /** `downstream`, the default, are the bytes to the client. */
  readonly stream?: 'upstream' | 'downstream';
  /** The part of all connections that are hit, 0 to 1. Default 1. */
  readonly toxicity?: number;
  readonly attributes?: Readonly<Record<string, number | boolean>>;
}

export interface ProxyHistory {
  /** Connections accepted so far. */
  readonly connections: number;
  /** Each toxic that touched a connection, once per connection, in order. */
  readonly strikes: readonly ToxicStrike[];
}

export interface ToxicStrike {
  /** Name of the toxic; `down` where disabling the proxy closed the connection. */
  readonly toxic: string;
  readonly type: string;
  readonly stream: 'upstream' | 'downstream';
  /** Connections of a proxy count from 1. */
  readonly connection: number;
}

const versionKnown = /^2\.12\./;

/**
 * Connects to a server, and makes sure that it is a Toxiproxy 2.12.
 *
 * @param url as in `http://127.0.0.1:8474`.
 * @example
 * const toxiproxy = await connectToxiproxy('http://127.0.0.1:8474');
 * const proxy = await toxiproxy.createProxy({ name: 'model', upstream: '127.0.0.1:4010' });
 * await proxy.addToxic({ type: 'latency', attributes: { latency: 500 } });
 * await toxiproxy.close();
 * @throws RehearsalFailure TOXIPROXY_UNUSABLE where nothing answers, what answers is no Toxiproxy, or of another version; USAGE for a bad URL.
 */
export async function connectToxiproxy(url: string): Promise<Toxiproxy> {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.username !== '' || parsed.search !== '')
    throw new RehearsalFailure('USAGE', `${url} is no address of a Toxiproxy.`, { hint: 'For example http://127.0.0.1:8474.' });
  const origin = parsed.href.replace(/#.*$/, '').replace(/\/+$/, '');
  const { Toxiproxy: ToxiproxyClient } = await import('toxiproxy-node-client');
  const client = new ToxiproxyClient(origin);
  const version = await readVersion(client, origin);
  return createDriver({ client, origin, hostname: parsed.hostname, version, embedded: await readEmbedded(client, origin) });
}

async function readVersion(client: Client, origin: string): Promise<string> {
  const text = await withinTime(client.getVersion(), origin).catch((error: unknown) => {
    throw toxiproxyFailure(error, origin, 'did not tell its version');
  });
  const version = versionIn(text);
  if (version === undefined)
    throw new RehearsalFailure('TOXIPROXY_UNUSABLE', `What answers at ${origin} is no Toxiproxy: its /version is not that of one.`, {
      hint: 'Name the address of its HTTP API, which is port 8474 unless it was started otherwise.',
    });
  if (!versionKnown.test(version))
    throw new RehearsalFailure('TOXIPROXY_UNUSABLE', `The Toxiproxy at ${origin} is of version ${version.slice(0, 40)}, and 2.12 is needed.`, {
      hint: 'Start version 2.12, or leave the address out: Rehearsal has a server of its own.',
    });
  return version;
}

function versionIn(text: string): string | undefined {
  try {
    const { version } = JSON.parse(text) as { readonly version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}

/** Only our own server has this path. */
async function readEmbedded(client: Client, origin: string): Promise<Toxiproxy['embedded']> {
  try {
    const { data } = await withinTime(client.getApi().get<Partial<NonNullable<Toxiproxy['embedded']>> | undefined>(`${origin}/rehearsal`), origin);
    return typeof data?.seed === 'number' && Array.isArray(data.toxics) ? { seed: data.seed, toxics: data.toxics } : undefined;
  } catch {
    return undefined;
  }
}
