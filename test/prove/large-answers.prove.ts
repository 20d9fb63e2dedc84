import { expect, test } from 'vitest';
import { recordLarge } from '../support/large-answers.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: what a recording takes of memory is bounded by the window of redaction, not by the answer. Method: the real command, with a heap that cannot hold the
// answer, records one that is many times as large; the peak of the whole process is read from /proc.

test.each([
  ['plain', 200, 64],
  ['events', 100, 128],
] as const)('%s of %i MB with a heap of %i MiB', async (kind, megabytes, heapMiB) => {
  const { peakMiB } = await recordLarge(tempFolder(), kind, megabytes * 1_000_000, heapMiB);
  console.log(`${kind}: ${megabytes} MB were recorded with ${Math.round(peakMiB)} MiB more than the idle process had`);
  expect(peakMiB).toBeLessThan(heapMiB + 160);
});
