import { describe, expect, test } from 'vitest';
import { dialects } from '../../src/dialect/index.ts';
import type { Block, ChatResponse } from '../../src/domain/chat.ts';
import type { Json, JsonObject } from '../../src/domain/json.ts';
import { heard, kindNamed, specimenOf, strike } from '../support/strike.ts';

// Goal: a model that went wrong is heard as one, in every dialect, streamed or not; what cannot be struck is passed on, and nothing is said of it. Method: every
// kind of the site `model` strikes real answers in every dialect; what the agent got is read again.

const forms = dialects
  .filter(({ operation }) => operation === 'chat')
  .flatMap((dialect) => [true, false].map((stream) => ({ name: `${dialect.name}, ${stream ? 'streamed' : 'whole'}`, dialect, stream })));

const call = (args: Json, id = 'call_1', name = 'refund'): Block => ({ kind: 'tool-call', id, name, arguments: args });
const order = { order: '4711', amount: 80 };

describe.each(forms)('$name', ({ dialect, stream }) => {
  async function said(fault: string, settings: JsonObject, blocks: readonly Block[]): Promise<ChatResponse | 'not struck'> {
    const specimen = specimenOf(dialect, blocks, { stream });
    const struck = await strike(kindNamed(fault), specimen, settings);
    if (struck.fired.length === 0) return 'not struck';
    const { blocks: heardBlocks, finish, complete, error, malformed, id, model } = heard(specimen, struck);
    // Whoever checks ids sees the same answer, and nothing that could not be read.
    expect([id, model, malformed]).toEqual(error === undefined ? ['answer_1', 'm-1', undefined] : [undefined, undefined, undefined]);
    return { blocks: heardBlocks, ...(finish === undefined ? {} : { finish }), complete, ...(error === undefined ? {} : { error }) };
  }
  const gemini = dialect.name === 'gemini';
  const anthropicWhole = dialect.name === 'anthropic-messages' && !stream;

  test('a refusal, as the provider states it, and in words', async () => {
    const text = 'I would rather not.';
    const stated = await said('model-refusal', { text }, [call(order)]);
    expect(stated).toMatchObject(
      gemini ? { blocks: [], finish: { reason: 'content-filter' } } : { blocks: [{ text }], finish: { reason: 'refusal' }, complete: true },
    );
    expect(await said('model-refusal', { how: 'in-words', text }, [call(order)])).toMatchObject({
      blocks: [{ kind: 'text', text }],
      finish: { reason: 'stop' },
      complete: true,
    });
  });

  test('the limit of its length, in a text and in a call', async () => {
    expect(await said('length-limit', { characters: 9 }, [{ kind: 'text', text: 'I refund 😀 it.' }])).toMatchObject({
      blocks: [{ kind: 'text', text: 'I refund ' }],
      finish: { reason: 'length' },
      complete: true,
    });
    // Never half a character.
    expect(await said('length-limit', { characters: 10 }, [{ kind: 'text', text: 'I refund 😀 it.' }])).toMatchObject({
      blocks: [{ text: 'I refund ' }],
    });
    const cut = await said('length-limit', { characters: 12 }, [{ kind: 'text', text: 'So: ' }, call({ order: '4711' })]);
    expect(cut).toMatchObject({ finish: { reason: 'length' }, complete: true });
    const blocks = (cut as ChatResponse).blocks;
    expect(blocks[0]).toMatchObject({ text: 'So: ' });
    if (gemini || anthropicWhole) expect(blocks).toHaveLength(1);
    else expect(blocks[1]).toMatchObject({ name: 'refund', malformed: '{"order"' });
    expect(await said('length-limit', { characters: 1000 }, [call(order)])).toBe('not struck');
  });

  test('nothing at all', async () => {
    expect(await said('empty-turn', {}, [call(order)])).toMatchObject({ blocks: [], finish: { reason: 'stop' }, complete: true });
  });

  test('a tool that does not exist', async () => {
    const asked = (name: string): object => ({ blocks: [{ name, arguments: order }], finish: { reason: 'tool-calls' } });
    expect(await said('unknown-tool', {}, [call(order)])).toMatchObject(asked('refund_v2'));
    expect(await said('unknown-tool', { name: 'pay' }, [call(order)])).toMatchObject(asked('pay'));
    expect(await said('unknown-tool', { name: 'lookup' }, [call(order)])).toBe('not struck');
    expect(await said('unknown-tool', {}, [{ kind: 'text', text: 'no call' }])).toBe('not struck');
  });

  test.each<[JsonObject, Json]>([
    [{}, { order: { value: '4711' }, amount: 80 }],
    [{ member: 'amount' }, { order: '4711', amount: { value: 80 } }],
    [{ how: 'missing-member' }, { amount: 80 }],
    // The schema does not ask for it.
    [{ how: 'missing-member', member: 'amount' }, 'not struck'],
    [{ how: 'unknown-member' }, { order: '4711', amount: 80, unexpected: true }],
    [{ how: 'unknown-member', member: 'amount' }, 'not struck'],
    [{ member: 'nobody' }, 'not struck'],
  ])('arguments off their schema: %j', async (settings, expected) => {
    const struck = await said('arguments-off-schema', settings, [call(order)]);
    if (expected === 'not struck') expect(struck).toBe(expected);
    else expect((struck as ChatResponse).blocks).toMatchObject([{ name: 'refund', arguments: expected }]);
  });

  test('arguments that stop in the middle', async () => {
    const struck = await said('arguments-half-written', {}, [call({ order: '4711' })]);
    if (anthropicWhole) expect(struck).toBe('not struck');
    else if (gemini) expect(struck).toMatchObject({ blocks: [], finish: { reason: 'error', raw: 'MALFORMED_FUNCTION_CALL' } });
    else expect(struck).toMatchObject({ blocks: [{ malformed: '{"order"' }], finish: { reason: 'tool-calls' } });
  });

  test('two calls of one id, and a call of the turn before', async () => {
    const two = await said('duplicate-call-ids', {}, [call(order), call({ order: '1' }, 'call_2', 'lookup')]);
    expect(two).toMatchObject({
      blocks: [
        { id: 'call_1', name: 'refund' },
        { id: 'call_1', name: 'lookup' },
      ],
    });
    const earlier = await said('duplicate-call-ids', {}, [call(order)]);
    expect(earlier).toMatchObject({ blocks: [{ id: 'call_earlier', name: 'refund' }] });
    expect(await said('duplicate-call-ids', {}, [{ kind: 'text', text: 'no call' }])).toBe('not struck');
    expect(await said('repeated-call', {}, [{ kind: 'text', text: 'Done.' }])).toMatchObject({
      blocks: [{ id: 'call_earlier_again', name: 'lookup', arguments: { order: '4711' } }],
      finish: { reason: 'tool-calls' },
    });
  });

  test.each<[string, JsonObject, string, string]>([
    ['of 1', {}, '{"a":{"confidence":0.4}}', '{"a":{"confidence":0.99}}'],
    ['of 100', {}, '[{"confidence":40}]', '[{"confidence":99}]'],
    ['another member', { member: 'certainty', value: 0.01 }, '{"certainty":0.9}', '{"certainty":0.01}'],
    ['in a block of code', {}, '```json\n{"confidence":0.4}\n```', '```json\n{"confidence":0.99}\n```'],
    ['stated already', {}, '{"confidence":0.99}', 'not struck'],
    ['no number', {}, '{"confidence":"high"}', 'not struck'],
    ['no JSON', {}, 'My confidence: 0.4', 'not struck'],
  ])('another confidence: %s', async (_, settings, text, expected) => {
    const struck = await said('wrong-confidence', settings, [{ kind: 'text', text }]);
    if (expected === 'not struck') expect(struck).toBe(expected);
    else expect(struck).toMatchObject({ blocks: [{ kind: 'text', text: expected }], finish: { reason: 'stop' } });
  });

  test('another confidence in the arguments of a call', async () => {
    const struck = await said('wrong-confidence', { value: 0.05 }, [call({ order: '4711', confidence: 0.8 })]);
    expect(struck).toMatchObject({ blocks: [{ arguments: { order: '4711', confidence: 0.05 } }] });
  });

  test('a conversation that is too long', async () => {
    expect(await said('context-overflow', {}, [call(order)])).toMatchObject({ error: { status: 400 } });
  });

  test('an answer that is an error, or broke off, is none of the model', async () => {
    const broken = { ...specimenOf(dialect, [{ kind: 'text', text: 'Half of it' }], { stream }) };
    const aborted = { ...broken, response: { ...broken.response, chunks: broken.response.chunks.slice(0, 1), ending: 'aborted' as const } };
    const failed = { ...broken, response: dialect.writeError({ status: 500, type: '', message: 'no' }) };
    for (const specimen of stream ? [aborted, failed] : [failed]) {
      const struck = await strike(kindNamed('empty-turn'), specimen, {});
      expect([struck.fired, struck.text, struck.response.ending]).toEqual([
        [],
        Buffer.concat(specimen.response.chunks).toString(),
        specimen.response.ending,
      ]);
    }
  });
});
