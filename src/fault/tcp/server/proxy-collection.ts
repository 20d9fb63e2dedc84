import { ApiError } from './api-error.ts';
import { populatedListType, populatedType, proxyType } from './api-types.ts';
import { changeToxic, createToxic } from './create-toxic.ts';
import { decodeList, decodeStruct } from './json/decode-struct.ts';
import type { GoValue } from './json/go-value.ts';
import { Proxy, type ProxyFields } from './proxy.ts';
import { badBody } from './read-body.ts';
import type { Scope } from './scope.ts';
import type { Toxic } from './toxic.ts';

/** Each takes a port and a place in every list. */
const proxiesMax = 10_000;
/** Each costs every connection a stage. */
const toxicsMax = 200;

/** A list of proxies that was taken from a body, up to the first that failed. */
export interface Populated {
  readonly proxies: readonly Proxy[];
  readonly error?: ApiError;
}

/** All proxies of a server. Everything that changes them happens one after another, in the order in which it was asked for. */
export class ProxyCollection {
  private readonly proxies = new Map<string, Proxy>();
  private readonly scope: Scope;
  private last: Promise<unknown> = Promise.resolve();

  constructor(scope: Scope) {
    this.scope = scope;
  }

  all(): readonly Proxy[] {
    return [...this.proxies.values()];
  }

  /** @throws ApiError */
  get(name: string): Proxy {
    const proxy = this.proxies.get(name);
    if (proxy === undefined) throw new ApiError(404, 'proxy not found');
    return proxy;
  }

  create(body: GoValue): Promise<Proxy> {
    return this.inTurn(async () => {
      const written = badBody(() => decodeStruct(body, proxyType)) as Partial<WrittenProxy>;
      const { name = '', upstream = '', listen = '', enabled = true } = written;
      if (name === '') throw new ApiError(400, 'missing required field: name');
      if (upstream === '') throw new ApiError(400, 'missing required field: upstream');
      if (this.proxies.has(name)) throw new ApiError(409, 'proxy already exists');
      const proxy = new Proxy(name, { listen, upstream }, this.scope);
      await this.add(proxy, enabled);
      return proxy;
    });
  }

  update(name: string, body: GoValue): Promise<Proxy> {
    return this.inTurn(async () => {
      const proxy = this.get(name);
      const {
        listen = proxy.listen,
        upstream = proxy.upstream,
        enabled = proxy.enabled,
      } = badBody(() => decodeStruct(body, proxyType)) as Partial<ProxyFields>;
      await proxy.update({ listen, upstream, enabled });
      return proxy;
    });
  }

  remove(name: string): Promise<void> {
    return this.inTurn(async () => {
      await this.get(name).stop();
      this.proxies.delete(name);
    });
  }

  /** Creates what is new, replaces what differs, leaves the rest. Bodies that are wrong in themselves change nothing. */
  populate(body: GoValue): Promise<Populated> {
    return this.inTurn(async () => {
      const proxies: Proxy[] = [];
      try {
        for (const { name, upstream, listen = '', enabled = true } of readProxies(body)) {
          const proxy = new Proxy(name, { listen, upstream }, this.scope);
          const existing = this.proxies.get(name);
          if (existing !== undefined && !(await existing.differs(proxy))) {
            proxies.push(existing);
            continue;
          }
          await existing?.stop();
          await this.add(proxy, enabled);
          proxies.push(proxy);
        }
        return { proxies };
      } catch (error) {
        return { proxies, error: error instanceof ApiError ? error : new ApiError(500, (error as Error).message) };
      }
    });
  }

  /** Enables every proxy and removes every toxic. */
  reset(): Promise<void> {
    return this.inTurn(async () => {
      for (const proxy of this.all()) {
        await proxy.start();
        for (const toxic of proxy.allToxics()) await proxy.removeToxic(toxic);
      }
    });
  }

  addToxic(name: string, body: GoValue): Promise<Toxic> {
    return this.inTurn(async () => {
      const proxy = this.get(name);
      const toxic = createToxic(body, (taken) => proxy.toxicNamed(taken) !== undefined);
      if (proxy.allToxics().length >= toxicsMax) throw new ApiError(500, `too many toxics: a proxy has no more than ${toxicsMax}`);
      await proxy.addToxic(toxic);
      return toxic;
    });
  }

  updateToxic(name: string, toxicName: string, body: () => GoValue): Promise<Toxic> {
    return this.inTurn(async () => {
      const toxic = this.toxic(name, toxicName);
      changeToxic(toxic, body());
      await this.get(name).updateToxic(toxic);
      return toxic;
    });
  }

  removeToxic(name: string, toxicName: string): Promise<void> {
    return this.inTurn(() => this.get(name).removeToxic(this.toxic(name, toxicName)));
  }

  /** @throws ApiError */
  toxic(name: string, toxicName: string): Toxic {
    const toxic = this.get(name).toxicNamed(toxicName);
    if (toxic === undefined) throw new ApiError(404, 'toxic not found');
    return toxic;
  }

  /** Closes every port and every connection. */
  close(): Promise<void> {
    return this.inTurn(async () => {
      await Promise.all(this.all().map((proxy) => proxy.stop()));
      this.proxies.clear();
    });
  }

  private async add(proxy: Proxy, enabled: boolean): Promise<void> {
    if (this.proxies.size >= proxiesMax) throw new ApiError(500, `too many proxies: a server has no more than ${proxiesMax}`);
    if (enabled) await proxy.start();
    this.proxies.set(proxy.name, proxy);
  }

  private inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = this.last.then(act);
    this.last = result.catch(() => undefined);
    return result;
  }
}

interface WrittenProxy extends ProxyFields {
  readonly name: string;
}

function readProxies(body: GoValue): readonly (Pick<WrittenProxy, 'name' | 'upstream'> & Partial<WrittenProxy>)[] {
  const written = badBody(() => decodeList(body, populatedType, populatedListType)) as readonly Partial<WrittenProxy>[];
  return written.map((proxy, index) => {
    const { name = '', upstream = '' } = proxy;
    if (name === '') throw new ApiError(400, `missing required field: name at proxy ${index + 1}`);
    if (upstream === '') throw new ApiError(400, `missing required field: upstream at proxy ${index + 1}`);
    return { ...proxy, name, upstream };
  });
}
