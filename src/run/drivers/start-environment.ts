import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';

/** What a worker is started with, and what has to be put right before the agent looks. */
export interface StartEnvironment {
  readonly env: Readonly<Record<string, string>>;
  readonly restore: Readonly<Record<string, string | undefined>>;
}

/** Where these are set, somebody has decided about the cache: coverage is less precise with one. */
const cacheDecisions = ['NODE_COMPILE_CACHE', 'NODE_DISABLE_COMPILE_CACHE', 'NODE_V8_COVERAGE'];

/**
 * Node reads a few variables when a thread starts, before any of our code runs. `NODE_USE_ENV_PROXY` has it load a second HTTP client, for requests that never
 * leave a worker; and only `NODE_COMPILE_CACHE` gives a worker the cache of compiled code that this thread has. Both are a good part of the start.
 */
export function startEnvironment(environment: Readonly<Record<string, string>>): StartEnvironment {
  const { NODE_USE_ENV_PROXY: proxy, ...env } = environment;
  const cacheFolder = cacheDecisions.some((name) => env[name] !== undefined) ? undefined : getCompileCacheDir();
  return {
    // Node makes a folder for each of its versions in the one that is named.
    env: cacheFolder === undefined ? env : { ...env, NODE_COMPILE_CACHE: dirname(cacheFolder) },
    restore: {
      ...(proxy === undefined ? {} : { NODE_USE_ENV_PROXY: proxy }),
      ...(cacheFolder === undefined ? {} : { NODE_COMPILE_CACHE: undefined }),
    },
  };
}
