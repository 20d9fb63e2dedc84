const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Counts server-sent events by the blank lines that end them, whatever the chunks. */
export interface EventCounter {
  /** How many bytes of the chunk belong to the first `events` events; more than its length if all do. */
  lengthUntil(chunk: Uint8Array, events: number): number;
  count(): number;
}

/** A counter at the beginning of a stream. */
export function createEventCounter(): EventCounter {
  let seen = 0;
  let lineIsEmpty = false;
  return {
    lengthUntil(chunk, events) {
      for (let index = 0; index < chunk.length; index++) {
        if (seen >= events) return index;
        const byte = chunk[index];
        if (byte === carriageReturn) continue;
        if (byte !== lineFeed) lineIsEmpty = false;
        else if (lineIsEmpty) {
          seen++;
          lineIsEmpty = false;
        } else lineIsEmpty = true;
      }
      return Infinity;
    },
    count: () => seen,
  };
}
