// Goal: recordings that nobody here wrote survive our cassettes. Method: every genuine model call goes through redaction, both files and back; each request
// then finds its answer, byte for byte, in recorded order, and nothing is left over.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { cassetteFiles } from '../../src/cassette/files.ts';
import { createLibrary, openCassette } from '../../src/cassette/index.ts';
import { canonicalRequest } from '../../src/cassette/key.ts';
import { openRecording } from '../../src/cassette/recording.ts';
import { createRedactor } from '../../src/cassette/redaction/index.ts';
import { dialectFor } from '../../src/dialect/index.ts';
import { exactMatching, type RecordedExchange } from '../../src/domain/cassette.ts';
import { joinChunks } from '../../src/domain/http.ts';
import { genuineInteractions, type GenuineInteraction } from '../dialect/genuine-interactions.ts';

const folder = resolve(import.meta.dirname, '../../../shared/data/cassettes');

it('replays genuine recordings byte for byte', { timeout: 120_000 }, async (context) => {
  if (!existsSync(folder)) {
    console.warn(`SKIPPED: ${folder} is absent, so no genuine recording was tried.`);
    return context.skip('no genuine recordings here');
  }
  const byFile = new Map<string, GenuineInteraction[]>();
  for (const interaction of genuineInteractions(folder)) {
    if (interaction.request !== undefined) byFile.set(interaction.file, [...(byFile.get(interaction.file) ?? []), interaction]);
  }
  const temporary = mkdtempSync(join(tmpdir(), 'rehearsal-genuine-'));
  const total = { exchanges: 0, wireBytes: 0, bodyBytes: 0, readableBytes: 0 };
  try {
    let number = 0;
    for (const interactions of byFile.values()) await roundTrip(interactions, join(temporary, `${number++}.yaml`), total);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  console.log(
    `genuine recordings: ${total.exchanges} exchanges in ${byFile.size} cassettes; bodies ${total.bodyBytes}, readable ${total.readableBytes}, wire ${total.wireBytes} bytes`,
  );
  expect(total.exchanges).toBeGreaterThan(1500);
});

async function roundTrip(
  interactions: readonly GenuineInteraction[],
  path: string,
  total: { exchanges: number; wireBytes: number; bodyBytes: number; readableBytes: number },
): Promise<void> {
  const redactor = createRedactor();
  const exchanges = interactions.map(({ request, response }, index): RecordedExchange => {
    const scrubbed = redactor.request(request!);
    const redacted = redactor.response(response);
    return {
      id: index + 1,
      branch: 'main',
      dialect: dialectFor(scrubbed)?.name,
      request: scrubbed,
      response: redacted,
      chunkAtMs: redacted.chunks.map(() => 1),
      endedAtMs: 2,
    };
  });
  const recording = openRecording(path, {
    mode: 'create',
    dialects: allDialects,
    header: { source: 'genuine', matching: exactMatching, redacted: {}, branches: [] },
  });
  for (const exchange of exchanges) recording.add(exchange);
  recording.finish({ redacted: redactor.counts() });
  const opened = await openCassette(path, allDialects);
  const playback = createLibrary([opened]).play();
  for (const [index, { request }] of interactions.entries()) {
    const scrubbed = redactor.request(request!);
    const found = playback.find(canonicalRequest(scrubbed, dialectFor(scrubbed), exactMatching), { faulted: false });
    if (found.kind !== 'found') throw new Error(`${interactions[index]!.file}: exchange ${index + 1} is ${found.kind}`);
    found.take();
    const { response } = found.entry.answer();
    const expected = exchanges[index]!.response;
    expect({ ...response, chunks: response.chunks.map((chunk) => chunk.length) }).toEqual({
      ...expected,
      chunks: expected.chunks.map((chunk) => chunk.length),
    });
    if (Buffer.compare(joinChunks(response.chunks), joinChunks(expected.chunks)) !== 0)
      throw new Error(`${interactions[index]!.file}: exchange ${index + 1} has other bytes`);
    total.bodyBytes += request!.body.length + joinChunks(expected.chunks).length;
  }
  expect(playback.unused()).toEqual([]);
  const files = cassetteFiles(path);
  total.exchanges += interactions.length;
  total.readableBytes += readFileSync(files.readable).length;
  total.wireBytes += readFileSync(files.wire).length;
}
