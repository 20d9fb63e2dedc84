import fs from 'node:fs';

/**
 * Has `fsync` of this thread return without waiting for the disk. It protects against a loss of power, and none is rehearsed: whatever ends an agent here, what it
 * wrote is in the files for whoever reads them next. A disk that works is the slowest part of an episode in which no other time passes.
 * Names imported from `node:fs` see it after `syncBuiltinESMExports`.
 */
export function forgoDiskSync(): void {
  for (const name of ['fsyncSync', 'fdatasyncSync'] as const) {
    const sync = fs[name];
    fs[name] = (descriptor) => {
      // A file that is not open is an error, in the words of the real one.
      if (!isOpen(descriptor)) sync(descriptor);
    };
  }
  for (const name of ['fsync', 'fdatasync'] as const) {
    const sync = fs[name];
    const forgone = (descriptor: number, callback: fs.NoParamCallback): void => {
      if (typeof callback === 'function' && isOpen(descriptor)) fs.fstat(descriptor, (error) => callback(error));
      else sync(descriptor, callback);
    };
    fs[name] = forgone as typeof sync;
  }
}

function isOpen(descriptor: number): boolean {
  try {
    fs.fstatSync(descriptor);
    return true;
  } catch {
    return false;
  }
}
