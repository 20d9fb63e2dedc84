import type { Block, ChatRequest, Turn } from '../../src/domain/chat.ts';
import type { ToolContract } from '../../src/domain/contract.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { ModelContext } from '../../src/generate/index.ts';

export const contracts: readonly ToolContract[] = [
  {
    name: 'refund',
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['order_id', 'amount'],
      properties: { order_id: { type: 'integer', minimum: 1 }, amount: { type: 'number', minimum: 0, maximum: 1000 }, reason: { type: 'string' } },
    },
    effect: 'write',
  },
  { name: 'get_order', input: { type: 'object', required: ['order_id'], properties: { order_id: { type: 'integer' } } }, effect: 'read' },
  {
    name: 'read_file',
    input: { type: 'object', required: ['path'], properties: { path: { type: 'string' } } },
    touches: { paths: ['path'] },
  },
];

const text = (role: Turn['role'], said: string): Turn => ({ role, blocks: [{ kind: 'text', text: said }] });
const called: Turn = { role: 'assistant', blocks: [{ kind: 'tool-call', id: 'call_1_1', name: 'get_order', arguments: { order_id: 4711 } }] };
const answered: Turn = {
  role: 'tool',
  blocks: [{ kind: 'tool-result', id: 'call_1_1', content: [{ kind: 'text', text: '{"status":"success","order_id":4711,"amount":120}' }] }],
};

export const request: ChatRequest = {
  operation: 'chat',
  model: 'gpt-4o',
  stream: false,
  system: [{ kind: 'text', text: 'You refund orders.' }],
  tools: contracts.slice(0, 2).map(({ name, input }) => ({ name, schema: input })),
  parameters: {},
  turns: [text('user', '{"order_id":4711,"wish":"money back"}'), called, answered],
};

export const decisionSchema: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['decision', 'confidence'],
  properties: { decision: { enum: ['approve', 'reject'] }, confidence: { type: 'number', minimum: 0, maximum: 1 } },
};

const usualCall: readonly Block[] = [{ kind: 'tool-call', id: 'x', name: 'refund', arguments: { order_id: 4711, amount: 120 } }];
const usualJson = (value: JsonObject): readonly Block[] => [{ kind: 'text', text: JSON.stringify(value) }];

/** Situations in which a model speaks, by name: between them every move makes sense somewhere. */
export const contexts: Readonly<Record<string, ModelContext>> = {
  'tools, and nothing else': { request, contracts },
  'no tools at all': { request: { ...request, tools: [], turns: [text('user', 'Hello.')] }, contracts: [] },
  'a usual call': { request, contracts, usual: usualCall },
  'a usual proposal, with states': {
    request: { ...request, tools: [] },
    contracts,
    usual: usualJson({ event: 'offer_selected', offer: 'small', confidence: 0.9, status: 'open' }),
    stateMachine: {
      initial: 'NEW',
      terminal: ['DONE'],
      transitions: [
        { from: 'NEW', to: 'OFFER', on: 'offer_selected' },
        { from: 'OFFER', to: 'DONE', on: 'signed' },
      ],
    },
  },
  'a usual plan, with a scope': {
    request: { ...request, tools: [] },
    contracts,
    usual: usualJson({ plan_id: 'P-1', steps: [{ action: 'get_order', params: { order_id: 1 } }], constraints: {} }),
    scope: { actions: ['get_*'], roots: ['/data'], countMax: { get_order: 2 } },
  },
  'an answer in a form': {
    request: { ...request, parameters: { response_format: { type: 'json_schema', json_schema: { name: 'd', schema: decisionSchema } } } },
    contracts,
  },
};
