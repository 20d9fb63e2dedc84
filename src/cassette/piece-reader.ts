import { closeSync, readSync } from 'node:fs';

/** Reads pieces of a file that does not change. */
export interface PieceReader {
  /** A view of bytes that nobody writes to any more; undefined where the file cannot be opened, or ends before. */
  read(offset: number, length: number): Buffer | undefined;
  close(): void;
}

/** Recordings are mostly played in the order in which they stand in the file: what follows is read along where the last piece was near. */
const readAheadBytes = 128 * 1024;
const nearBytes = 4096;

/** `open` is called once, when the first piece is needed. */
export function createPieceReader(open: () => number | undefined): PieceReader {
  let descriptor: number | undefined;
  let opened = false;
  let window: Buffer = Buffer.alloc(0);
  let windowOffset = 0;
  return {
    read(offset, length) {
      const windowEnd = windowOffset + window.length;
      if (offset < windowOffset || offset + length > windowEnd) {
        if (!opened) descriptor = open();
        opened = true;
        if (descriptor === undefined) return undefined;
        const isNear = offset >= windowOffset && offset <= windowEnd + nearBytes;
        const bytes = Buffer.allocUnsafeSlow(isNear ? Math.max(length, readAheadBytes) : length);
        window = bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, offset));
        windowOffset = offset;
      }
      const start = offset - windowOffset;
      return start + length > window.length ? undefined : window.subarray(start, start + length);
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
      opened = false;
    },
  };
}
