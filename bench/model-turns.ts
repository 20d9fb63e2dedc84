import { openaiChat } from '../src/dialect/openai-chat.ts';
import type { ChatRequest, Turn } from '../src/domain/chat.ts';
import type { ToolContract } from '../src/domain/contract.ts';
import { drawModelTurn, drawToolResult, renderTurn, seededDraw } from '../src/generate/index.ts';
import type { Measurement, Row } from './measurement.ts';

const count = 10_000;

/** What a generated model and a generated tool cost an explored episode. */
export const modelTurns: Measurement = {
  name: 'model-turns',
  how: `CPU time of ${count.toLocaleString('en')} turns of a generated model in a conversation of ten turns with five tools, of the same written as answers of OpenAI, and of results of a tool`,
  measure() {
    const drawn = perTurnUs((seed) => drawModelTurn({ request, contracts }, seededDraw(seed)));
    const rendered = perTurnUs((seed) =>
      renderTurn(drawModelTurn({ request, contracts }, seededDraw(seed)), openaiChat, { stream: seed % 2 === 0, model: request.model }),
    );
    const result = perTurnUs((seed) => drawToolResult({ contract: contracts[0]!, arguments: { order_id: seed } }, seededDraw(seed)));
    const budgetUs = 5000 / 10;
    return Promise.resolve([
      { subject: 'a turn, drawn', measured: us(drawn), beside: `a tenth of an episode of 5 ms ${us(budgetUs)}`, ratio: drawn / budgetUs },
      { subject: 'drawn and written, every other streamed', measured: us(rendered), beside: 'the same', ratio: rendered / budgetUs },
      { subject: 'a result of a tool', measured: us(result), beside: 'the same', ratio: result / budgetUs },
    ] satisfies readonly Row[]);
  },
};

const us = (time: number): string => `${time.toFixed(1)} µs`;

function perTurnUs(work: (seed: number) => unknown): number {
  for (let seed = 0; seed < count / 4; seed++) work(seed);
  const before = process.cpuUsage();
  for (let seed = 0; seed < count; seed++) work(seed);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

const contracts: readonly ToolContract[] = ['get_order', 'pay_back', 'send_letter', 'find_customer', 'close_order'].map((name) => ({
  name,
  input: {
    type: 'object',
    additionalProperties: false,
    required: ['order_id', 'amount'],
    properties: {
      order_id: { type: 'integer', minimum: 1 },
      amount: { type: 'number', minimum: 0, maximum: 1000 },
      reason: { type: 'string' },
      kind: { enum: ['a', 'b', 'c'] },
    },
  },
  output: {
    type: 'object',
    required: ['status', 'order_id'],
    properties: { status: { const: 'success' }, order_id: { type: 'integer' }, amount: { type: 'number' }, note: { type: 'string' } },
  },
}));

function exchange(index: number): readonly Turn[] {
  return [
    {
      role: 'assistant',
      blocks: [{ kind: 'tool-call', id: `call_${index}`, name: contracts[index % 5]!.name, arguments: { order_id: 7, amount: index } }],
    },
    {
      role: 'tool',
      blocks: [
        { kind: 'tool-result', id: `call_${index}`, content: [{ kind: 'text', text: `{"status":"success","order_id":7,"amount":${index}}` }] },
      ],
    },
  ];
}

const request: ChatRequest = {
  operation: 'chat',
  model: 'gpt-4o',
  stream: false,
  system: [{ kind: 'text', text: 'You work on orders.' }],
  tools: contracts.map(({ name, input }) => ({ name, schema: input })),
  parameters: {},
  turns: [{ role: 'user', blocks: [{ kind: 'text', text: '{"order_id":7,"wish":"money back"}' }] }, ...[1, 2, 3, 4, 5].flatMap(exchange)],
};
