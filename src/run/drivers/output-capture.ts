import type { Readable } from 'node:stream';
import { redactPrinted } from './redact-printed.ts';

/** What a process printed, up to a limit. */
export interface OutputCapture {
  text(): string;
  /** The last characters, for error messages. */
  tail(redact: (text: string) => string): string;
  readonly bytes: number;
}

/** More than this on one stream is not an answer; the agent is ended. */
export const outputBytesMax: number = 8 * 1024 * 1024;

/** Collects a stream; `onOverflow` is called once, when there is more than anyone can want. */
export function captureOutput(stream: Readable, onOverflow: () => void, onChunk?: (chunk: Buffer) => void): OutputCapture {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    const before = bytes;
    bytes += chunk.length;
    if (before <= outputBytesMax && bytes > outputBytesMax) onOverflow();
    if (before > outputBytesMax) return;
    chunks.push(chunk);
    onChunk?.(chunk);
  });
  stream.on('error', () => undefined);
  const text = (): string => Buffer.concat(chunks).toString('utf8');
  return {
    text,
    // Redacted whole, then cut: of a secret that was cut first nobody would know what it was.
    tail: (redact) => redactPrinted(text().trimEnd(), redact).slice(-2000),
    get bytes() {
      return bytes;
    },
  };
}
