import { basename } from 'node:path';
import type { Worker } from 'node:worker_threads';

// The objects that `require` gives; an import gives a copy that cannot be patched.
const childProcess = process.getBuiltinModule('node:child_process');
const threads = process.getBuiltinModule('node:worker_threads');

/**
 * Tells of every program and thread that the agent starts. They are not refused, because many agents need them (git, a linter); but what they send does not
 * pass through the gateway, and whoever reads the report must know. Call `syncBuiltinESMExports` afterwards.
 */
export function watchPrograms(started: (program: string) => void): void {
  // All asynchronous ways lead through this one.
  const prototype = childProcess.ChildProcess.prototype as unknown as { spawn(options: { file: string; args?: readonly string[] }): unknown };
  const { spawn } = prototype;
  prototype.spawn = function (options) {
    started(commandLine(options.file, options.args?.slice(1)));
    return spawn.call(this, options);
  };
  const { spawnSync, execFileSync, execSync } = childProcess;
  const patched = {
    spawnSync: (...parameters: Parameters<typeof spawnSync>) => (started(commandLine(parameters[0], parameters[1])), spawnSync(...parameters)),
    execFileSync: (...parameters: Parameters<typeof execFileSync>) => (
      started(commandLine(parameters[0], parameters[1])),
      execFileSync(...parameters)
    ),
    execSync: (...parameters: Parameters<typeof execSync>) => (started(parameters[0]), execSync(...parameters)),
  };
  Object.assign(childProcess, patched);
  const { Worker: OwnWorker } = threads;
  class WatchedWorker extends OwnWorker {
    constructor(...parameters: ConstructorParameters<typeof Worker>) {
      started(`a worker thread, ${basename(String(parameters[0]))}`);
      super(...parameters);
    }
  }
  Object.assign(threads, { Worker: WatchedWorker });
}

function commandLine(file: string, words: unknown): string {
  return [basename(file), ...(Array.isArray(words) ? (words as readonly string[]) : [])].join(' ');
}
