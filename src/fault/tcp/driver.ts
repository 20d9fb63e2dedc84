import type { Proxy, Toxiproxy as Client, ToxicType } from 'toxiproxy-node-client';
import { RehearsalFailure } from '../../domain/failure.ts';
import { connectAddress } from './socket-address.ts';
import { toxiproxyFailure } from './toxiproxy-failure.ts';
import type { ProxyHistory, Toxiproxy, ToxiproxyProxy } from './toxiproxy.ts';
import { withinTime } from './within-time.ts';

/** A server that was found to be usable. */
export interface Connected extends Pick<Toxiproxy, 'version' | 'embedded'> {
  readonly client: Client;
  readonly origin: string;
  readonly hostname: string;
}

/** Creates proxies and remembers them, so that all can be removed. */
export function createDriver(connected: Connected): Toxiproxy {
  const { client, origin } = connected;
  // A name is here from before it is created until it is surely gone: an answer that got lost says nothing of what was done.
  const created = new Set<string>();
  return {
    url: origin,
    version: connected.version,
    embedded: connected.embedded,
    async createProxy({ name, upstream, listen = '127.0.0.1:0' }) {
      if (!/^[\w.~-]+$/.test(name) || /^\.+$/.test(name))
        throw new RehearsalFailure('USAGE', `${JSON.stringify(name)} is no name for a proxy.`, { hint: 'Letters, digits and . _ ~ - may be in it.' });
      const isNew = !created.has(name);
      created.add(name);
      try {
        const proxy = await withinTime(client.createProxy({ name, listen, upstream, enabled: true }), origin);
        return driveProxy(proxy, connected, () => created.delete(name));
      } catch (error) {
        const failure = toxiproxyFailure(error, origin, `did not open the proxy ${name} on ${listen}`);
        // The server refused: whatever has this name is not ours.
        if (isNew && failure.status !== undefined) created.delete(name);
        throw failure;
      }
    },
    async proxyNames() {
      try {
        return Object.keys(await withinTime(client.getAll(), origin));
      } catch (error) {
        throw toxiproxyFailure(error, origin, 'did not list its proxies');
      }
    },
    removeProxy: (name) =>
      removeUnlessGone(client.getApi().delete(`${origin}/proxies/${encodeURIComponent(name)}`), origin, `did not remove the proxy ${name}`),
    async close() {
      const left: string[] = [];
      let reason: RehearsalFailure | undefined;
      for (const name of [...created].toReversed()) {
        try {
          await removeUnlessGone(client.getApi().delete(`${origin}/proxies/${name}`), origin, `did not remove the proxy ${name}`);
          created.delete(name);
        } catch (error) {
          left.push(name);
          reason ??= error as RehearsalFailure;
        }
      }
      if (reason !== undefined)
        throw new RehearsalFailure('TOXIPROXY_UNUSABLE', `${reason.message} These proxies may be left on it: ${left.join(', ')}.`, {
          hint: `Remove them with: curl -X DELETE ${origin}/proxies/NAME`,
          cause: reason,
        });
    },
  };
}

function driveProxy(proxy: Proxy, { client, origin, hostname, embedded }: Connected, onRemoved: () => void): ToxiproxyProxy {
  const { name } = proxy;
  const path = `${origin}/proxies/${name}`;
  const ask = <T>(asked: Promise<T>, what: string): Promise<T> =>
    withinTime(asked, origin).catch((error: unknown) => {
      throw toxiproxyFailure(error, origin, what);
    });
  const setEnabled = (enabled: boolean): Promise<unknown> =>
    ask(client.getApi().post(path, { enabled }), `did not ${enabled ? 'enable' : 'disable'} the proxy ${name}`);
  return {
    name,
    address: connectAddress(proxy.listen, hostname),
    upstream: proxy.upstream,
    async addToxic({ type, stream = 'downstream', toxicity = 1, attributes = {}, name: toxicName = `${type}_${stream}` }) {
      refuseForeign(type, origin, embedded);
      const body = { name: toxicName, type: type as ToxicType, stream, toxicity, attributes };
      await ask(proxy.addToxic(body), `did not accept the toxic ${type} for the proxy ${name}`);
      return toxicName;
    },
    async updateToxic(toxic, change) {
      await ask(client.getApi().post(`${path}/toxics/${encodeURIComponent(toxic)}`, change), `did not change the toxic ${toxic} of ${name}`);
    },
    removeToxic: (toxic) =>
      removeUnlessGone(client.getApi().delete(`${path}/toxics/${encodeURIComponent(toxic)}`), origin, `did not remove the toxic ${toxic} of ${name}`),
    enable: async () => void (await setEnabled(true)),
    disable: async () => void (await setEnabled(false)),
    async observe() {
      if (embedded === undefined) return undefined;
      return (await ask(client.getApi().get<ProxyHistory>(`${origin}/rehearsal/proxies/${name}`), `did not tell what happened at ${name}`)).data;
    },
    async remove() {
      await removeUnlessGone(proxy.remove(), origin, `did not remove the proxy ${name}`);
      onRemoved();
    },
  };
}

/** Another server would refuse it too, but the client does not pass on why. */
function refuseForeign(type: string, origin: string, embedded: Toxiproxy['embedded']): void {
  if (!type.startsWith('rehearsal_') || embedded?.toxics.includes(type) === true) return;
  const known = embedded === undefined ? 'it is not Rehearsal’s own server, and only that one has toxics of this kind' : embedded.toxics.join(', ');
  throw new RehearsalFailure('TOXIPROXY_UNUSABLE', `The Toxiproxy at ${origin} does not know the toxic ${type}: ${known}.`, {
    hint: 'Leave the address out (Rehearsal then starts its own server), or start one with `npx rehearsal toxiproxy`.',
  });
}

async function removeUnlessGone(removed: Promise<void>, origin: string, what: string): Promise<void> {
  try {
    await withinTime(removed, origin);
  } catch (error) {
    const failure = toxiproxyFailure(error, origin, what);
    if (failure.status !== 404) throw failure;
  }
}
