import crypto from 'node:crypto';
import zlib from 'node:zlib';

/** What keeps a thread alive without being awaited: its own line to the main thread, timers, and watchers that may watch for ever. */
const idle: ReadonlySet<string> = new Set(['MessagePort', 'Timeout', 'Immediate', 'TCPServerWrap', 'FSEventWrap', 'StatWatcher']);

/** Tells what the agent waits for that happens in real time: files, child processes, sockets, work in the thread pool. */
export interface RealWork {
  /** Names of what is under way; empty where nothing is. */
  underWay(): readonly string[];
  /** True where the agent asked to be called in the next turn of the event loop. */
  hasImmediates(): boolean;
}

/** Work in the thread pool cannot be seen from outside: these functions are watched where they are called. */
const withCallback = {
  crypto: ['scrypt', 'pbkdf2', 'hkdf', 'randomBytes', 'randomFill', 'generateKey', 'generateKeyPair', 'sign', 'verify'],
  zlib: ['gzip', 'gunzip', 'deflate', 'inflate', 'deflateRaw', 'inflateRaw', 'unzip', 'brotliCompress', 'brotliDecompress'],
} as const;

type AnyFunction = (this: unknown, ...parameters: unknown[]) => unknown;

/** Begins to watch this thread. Names imported from built-in modules see it after `syncBuiltinESMExports`. */
export function watchRealWork(): RealWork {
  let pooled = 0;
  const watchCallback = (owner: Record<string, unknown>, name: string): void => {
    const original = owner[name] as AnyFunction;
    owner[name] = function (this: unknown, ...parameters: unknown[]): unknown {
      const callback = parameters.at(-1);
      if (typeof callback !== 'function') return original.apply(this, parameters);
      pooled++;
      const done = (...results: unknown[]): unknown => {
        pooled--;
        return (callback as AnyFunction).apply(undefined, results);
      };
      try {
        return original.apply(this, [...parameters.slice(0, -1), done]);
      } catch (error) {
        pooled--;
        throw error;
      }
    };
    Object.defineProperties(owner[name] as object, Object.getOwnPropertyDescriptors(original));
  };
  for (const name of withCallback.crypto) watchCallback(crypto, name);
  for (const name of withCallback.zlib) watchCallback(zlib, name);
  const subtle = crypto.webcrypto.subtle as unknown as Record<string, unknown>;
  for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(subtle))) {
    const original = subtle[name];
    if (name === 'constructor' || typeof original !== 'function') continue;
    subtle[name] = function (...parameters: unknown[]): unknown {
      const result: unknown = (original as AnyFunction).apply(subtle, parameters);
      if (!(result instanceof Promise)) return result;
      pooled++;
      const done = (): void => void pooled--;
      result.then(done, done);
      return result;
    };
  }
  return {
    underWay() {
      const names = process.getActiveResourcesInfo().filter((name) => !idle.has(name));
      return pooled === 0 ? names : [...names, 'thread pool'];
    },
    hasImmediates: () => process.getActiveResourcesInfo().includes('Immediate'),
  };
}
