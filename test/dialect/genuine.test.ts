import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { dialectFor, dialectNamed, type Dialect } from '../../src/dialect/index.ts';
import type { Block, ChatRequest, ChatResponse } from '../../src/domain/chat.ts';
import type { HttpRequest } from '../../src/domain/http.ts';
import { canonicalJson, type Json } from '../../src/domain/json.ts';
import { genuineInteractions, type GenuineInteraction } from './genuine-interactions.ts';
import { mutationsOf } from './mutations.ts';

// Goal: what other projects recorded from real providers is read whole, and reading survives writing. Method: every recording in the shared folder
// whose URL is that of a model; exceptions are named one by one, so that a new one is noticed.

const folder = resolve(import.meta.dirname, '../../../shared/data/cassettes');
const interactionsMin = 1_000;

/** Recordings that hold something other than an answer of the provider's, and a hand-edited one in which a brace is missing. */
const broken: readonly string[] = [
  'test_openai/test_invalid_response.yaml',
  'test_openai/test_text_response.yaml',
  'parallel-tool-call-wrapper.1.chunks.txt',
];
/** Answers that had not ended when they were recorded: background mode, and a stream in which the provider reported an error. */
const endedEarly: readonly string[] = ['test_openai_responses/test_background_mode', 'test_groq/test_tool_use_failed_error_streaming.yaml'];

test('recordings of real providers are read whole, and survive being written', (context) => {
  if (!existsSync(folder)) {
    console.warn(`SKIPPED: no real recordings were read, because the folder ${folder} does not exist.`);
    context.skip(`no folder ${folder}`);
    return;
  }
  const counts: Record<string, number> = { requests: 0, responses: 0, streams: 0, roundTrips: 0, mutations: 0 };
  const problems: string[] = [];
  for (const interaction of genuineInteractions(folder)) {
    const dialect = interaction.request === undefined ? dialectNamed(interaction.dialect!) : dialectFor(interaction.request);
    if (dialect === undefined) continue;
    counts[dialect.name] = (counts[dialect.name] ?? 0) + 1;
    const complain = (what: string): unknown => problems.push(`${interaction.file} (${dialect.name}): ${what}`);
    if (interaction.request !== undefined) inspectRequest(dialect, interaction.request, counts, complain);
    inspectResponse(dialect, interaction, counts, complain);
  }
  console.log(`genuine interactions: ${JSON.stringify(counts)}`);
  expect(problems).toEqual([]);
  expect(counts['requests']).toBeGreaterThan(interactionsMin);
  expect(counts['responses']).toBeGreaterThan(interactionsMin);
  for (const name of ['openai-chat', 'openai-responses', 'openai-embeddings', 'anthropic-messages', 'gemini', 'gemini-embeddings'])
    expect(counts[name]).toBeGreaterThan(0);
});

function inspectRequest(dialect: Dialect, request: HttpRequest, counts: Record<string, number>, complain: (what: string) => unknown): void {
  counts['requests']!++;
  const read = dialect.readRequest(request);
  if (textOf(dialect.readRequest(dialect.writeRequest(read))) !== textOf(read)) complain('the request does not survive being written');
  // Every twentieth request, and small ones only: a body of n leaves has more than n mutations.
  if (counts['requests']! % 20 !== 0 || request.body.length > 20_000) return;
  for (const { where, value } of mutationsOf(JSON.parse(Buffer.from(request.body).toString()) as Json)) {
    counts['mutations']!++;
    if (textOf(readOr(dialect, { ...request, body: Buffer.from(JSON.stringify(value)) })) === textOf(read) && !isHarmless(where))
      complain(`reads the same with ${where}`);
  }
}

/** The only members whose absence means the same: `stream: false`, and the empty arguments of a Gemini call. */
function isHarmless(where: string): boolean {
  return where === '$.stream deleted' || where.endsWith('.args deleted');
}

function readOr(dialect: Dialect, request: HttpRequest): ChatRequest | string {
  try {
    return dialect.readRequest(request);
  } catch (thrown) {
    return String(thrown);
  }
}

function inspectResponse(
  dialect: Dialect,
  { file, response }: GenuineInteraction,
  counts: Record<string, number>,
  complain: (what: string) => unknown,
): void {
  counts['responses']!++;
  const read = dialect.readResponse(response);
  if (broken.some((part) => file.includes(part))) {
    if (read.malformed === undefined) complain('is broken and yet was read');
    return;
  }
  if (read.malformed !== undefined) complain(`malformed: ${read.malformed}`);
  if (!read.complete && !endedEarly.some((part) => file.includes(part))) complain('is not complete');
  if (response.status >= 400 && read.error === undefined) complain(`has no error under ${response.status}`);
  for (const block of read.blocks) if (block.kind === 'tool-call' && block.malformed !== undefined) complain(`has a malformed call of ${block.name}`);
  for (const stream of [false, true]) {
    if (stream) counts['streams']!++;
    const again = dialect.readResponse(dialect.writeResponse(read, { stream }));
    if (textOf(again) === textOf(expectedAgain(read, again, stream))) counts['roundTrips']!++;
    else complain(`does not survive being written${stream ? ' as a stream' : ''}: ${textOf(read)} became ${textOf(again)}`);
  }
}

/**
 * What is written of an answer that lacks something: ids, a model and the ordinary reason to end are filled in; an error before any block, or beside blocks
 * without a stream, is written as an error body.
 */
function expectedAgain(read: ChatResponse, again: ChatResponse, stream: boolean): ChatResponse {
  const { error } = read;
  if (error !== undefined && (read.blocks.length === 0 || !stream)) return { blocks: [], complete: true, error };
  const blocks = read.blocks.map((block, index): Block => {
    const written = again.blocks[index];
    return block.kind === 'tool-call' && block.id === '' && written?.kind === 'tool-call' ? { ...block, id: written.id } : block;
  });
  const fill = <K extends 'id' | 'model' | 'finish'>(name: K): Partial<ChatResponse> =>
    read[name] === undefined && again[name] !== undefined ? { [name]: again[name] } : {};
  return { ...read, blocks, ...fill('id'), ...fill('model'), ...(read.complete ? fill('finish') : {}) };
}

/** Compared as canonical JSON: the replay key is made of that, and `-0` is `0` in it. */
function textOf(value: ChatRequest | ChatResponse | string): string {
  return canonicalJson(value as unknown as Json);
}
