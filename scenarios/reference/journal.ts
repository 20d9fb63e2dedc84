import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { stateFolder } from './state-folder.ts';

/** A file to which lines are only ever added, each safe on the disk before `append` returns. */
export interface Journal<T> {
  append(entry: T): void;
  /** Everything that was written whole; a last line that is torn was never promised to anybody. */
  read(): readonly T[];
}

export function openJournal<T>(name: string): Journal<T> {
  const path = join(stateFolder(), `${name}.jsonl`);
  return {
    append(entry) {
      const descriptor = openSync(path, 'a');
      try {
        writeSync(descriptor, `${JSON.stringify(entry)}\n`);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    },
    read() {
      if (!existsSync(path)) return [];
      const lines = readFileSync(path, 'utf8').split('\n');
      // What follows the last line break is a line that a crash has torn.
      return lines.slice(0, -1).map((line) => JSON.parse(line) as T);
    },
  };
}
