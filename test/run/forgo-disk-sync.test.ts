// Goal: on virtual time nobody waits for the disk, and what an agent sees of `fsync` is as before. Method: the functions of Node are replaced by ones that count
// their calls, then forgone; a real file, open and closed.
import fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgoDiskSync } from '../../src/run/virtual-time/forgo-disk-sync.ts';
import { tempFolder } from '../support/temp-folder.ts';

const names = ['fsyncSync', 'fdatasyncSync', 'fsync', 'fdatasync'] as const;
const real = Object.fromEntries(names.map((name) => [name, fs[name]]));
let reached: string[];
let descriptor: number;

beforeEach(() => {
  reached = [];
  for (const name of names) {
    const counted = (...parameters: unknown[]): unknown => {
      reached.push(name);
      return (real[name] as (...parameters: unknown[]) => unknown)(...parameters);
    };
    Object.assign(fs, { [name]: counted });
  }
  descriptor = fs.openSync(join(tempFolder(), 'journal'), 'a');
  forgoDiskSync();
});

afterEach(() => {
  Object.assign(fs, real);
});

test('an open file is not synced, and the callback comes without an error', async () => {
  expect(fs.fsyncSync(descriptor)).toBeUndefined();
  expect(fs.fdatasyncSync(descriptor)).toBeUndefined();
  for (const name of ['fsync', 'fdatasync'] as const) {
    let hasReturned = false;
    const error = await new Promise<unknown>((resolve) => {
      fs[name](descriptor, (found) => resolve(hasReturned ? found : 'called too early'));
      hasReturned = true;
    });
    expect(error).toBeNull();
  }
  expect(reached).toEqual([]);
  fs.closeSync(descriptor);
});

test('a file that is not open, and a call without a callback, are the errors that they always were', async () => {
  fs.closeSync(descriptor);
  expect(() => fs.fsyncSync(descriptor)).toThrow(/^EBADF: bad file descriptor, fsync$/);
  expect(() => fs.fdatasyncSync(descriptor)).toThrow(/^EBADF: bad file descriptor, fdatasync$/);
  const error = await new Promise<NodeJS.ErrnoException | null>((resolve) => fs.fsync(descriptor, resolve));
  expect(error?.message).toBe('EBADF: bad file descriptor, fsync');
  expect(() => (fs.fdatasync as unknown as (descriptor: number) => void)(descriptor)).toThrow(TypeError);
  expect(reached).toEqual(['fsyncSync', 'fdatasyncSync', 'fsync', 'fdatasync']);
});
