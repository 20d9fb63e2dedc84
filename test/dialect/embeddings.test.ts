import { expect, test } from 'vitest';
import { geminiEmbeddings } from '../../src/dialect/gemini-embeddings.ts';
import { openaiEmbeddings } from '../../src/dialect/openai-embeddings.ts';
import type { Json } from '../../src/domain/json.ts';
import { jsonAnswer, posted } from './exchange.ts';

// Goal: inputs and vectors are read in order and exactly enough. Method: one hand-picked case each.

const inputs = (input: Json): unknown => openaiEmbeddings.readRequest(posted('/openai/v1/embeddings', { model: 'm', input })).turns[0]!.blocks;

test('one block for each input, whether a text or tokens', () => {
  expect(inputs('a')).toEqual(inputs(['a']));
  expect(inputs(['a', 'b'])).toEqual([
    { kind: 'text', text: 'a' },
    { kind: 'text', text: 'b' },
  ]);
  expect(inputs([1, 2])).toEqual([{ kind: 'other', value: [1, 2] }]);
  expect(inputs([[1, 2], [3]])).toEqual([
    { kind: 'other', value: [1, 2] },
    { kind: 'other', value: [3] },
  ]);
  expect(() => inputs(7)).toThrow('`input` is neither a text nor a list');
});

test('vectors are read in the order of their index, from numbers of any length and from base64', () => {
  const long =
    '{"data":[{"index":1,"embedding":[0.012345678901234567890]},{"index":0,"embedding":[1,2]}],"model":"m","usage":{"prompt_tokens":3,"total_tokens":3}}';
  const answer = openaiEmbeddings.readResponse({ ...jsonAnswer(null), chunks: [Buffer.from(long)] });
  expect(answer).toEqual({ model: 'm', blocks: [], embeddings: [[1, 2], [0.012345678901234568]], usage: { inputTokens: 3 }, complete: true });
  const packed = Buffer.from(new Float32Array([0.5, -2]).buffer).toString('base64');
  expect(openaiEmbeddings.readResponse(jsonAnswer({ data: [{ index: 0, embedding: packed }] })).embeddings).toEqual([[0.5, -2]]);
  expect(openaiEmbeddings.readResponse(jsonAnswer({ data: [{ index: 0, embedding: ['x'] }] })).malformed).toBeDefined();
});

test('Gemini: one content, and a batch of them, are different questions with different answers', () => {
  const one = posted('/gemini/v1beta/models/m:embedContent', { content: { parts: [{ text: 'a' }] } });
  const batch = posted('/gemini/v1beta/models/m:batchEmbedContents', { requests: [{ model: 'models/m', content: { parts: [{ text: 'a' }] } }] });
  expect(geminiEmbeddings.readRequest(one).turns).toEqual(geminiEmbeddings.readRequest(batch).turns);
  expect(geminiEmbeddings.readRequest(one)).not.toEqual(geminiEmbeddings.readRequest(batch));
  const answer = { blocks: [], embeddings: [[1, 2]], complete: true };
  const body = (request: typeof one): unknown =>
    JSON.parse(Buffer.from(geminiEmbeddings.writeResponse(answer, { stream: false, request }).chunks[0]!).toString());
  expect(body(one)).toEqual({ embedding: { values: [1, 2] } });
  expect(body(batch)).toEqual({ embeddings: [{ values: [1, 2] }] });
});
