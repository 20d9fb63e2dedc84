/** Bytes on their way through a link. */
export interface Chunk {
  readonly data: Buffer;
  /** When it was read, on the clock of `performance.now()`; a toxic that holds it back moves this on, so that the next one does not count the time twice. */
  readonly atMs: number;
}
