import type { Readable } from 'node:stream';

/** Calls `onLine` for each line that has ended. A JSON text may hold what other readers of lines take for an end too (U+2028). */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    for (const line of lines) onLine(line);
  });
}
