import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Rows that came over the network, to be read by something that cannot wait. */
export interface Spool {
  write(rows: readonly (readonly unknown[])[]): void;
  /** All rows, once; nothing is left behind. */
  read(): Iterable<readonly unknown[]>;
}

const bytesPerRead = 1 << 20;

/** A file without a name: it is gone when it is closed, however the process ends, and no memory holds what is in it. */
export function openSpool(): Spool {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-spool-'));
  const file = openSync(join(folder, 'rows'), 'wx+', 0o600);
  rmSync(folder, { recursive: true });
  return {
    write: (rows) => void writeSync(file, `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`),
    *read() {
      try {
        const buffer = Buffer.allocUnsafe(bytesPerRead);
        let rest: Buffer = Buffer.alloc(0);
        let position = 0;
        for (let count = readSync(file, buffer, 0, bytesPerRead, 0); count > 0; count = readSync(file, buffer, 0, bytesPerRead, position)) {
          position += count;
          const bytes = Buffer.concat([rest, buffer.subarray(0, count)]);
          const end = bytes.lastIndexOf(10) + 1;
          rest = bytes.subarray(end);
          for (const line of bytes.toString('utf8', 0, end).split('\n')) if (line !== '') yield JSON.parse(line) as readonly unknown[];
        }
      } finally {
        closeSync(file);
      }
    },
  };
}
