import type { Block, ChatResponse, ToolDefinition } from '../../domain/chat.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';
import { seededRandom, type Random } from '../../domain/random.ts';
import type { Answerer, Call, Given } from '../answerer.ts';
import { missAnswer } from '../miss-answer.ts';

/** The conversation is ended after so many turns, so that a generated model cannot keep an agent busy for ever. */
const turnsMax = 24;

/**
 * A model that says something plausible, by chance from the seed and the conversation alone: the same request gets the same answer. It asks for the
 * tools that are offered, with arguments that fit their schemas, and ends with a text.
 */
export function createGeneratingAnswerer(seed: number): Answerer {
  return {
    answer(call): Given {
      const { dialect, canonical } = call;
      if (dialect === undefined || canonical.chat === undefined || canonical.chat.operation !== 'chat') {
        return {
          answer: missAnswer({ code: 'DIVERGED', text: 'Only chat requests can be answered by the generator.' }, dialect),
          origin: 'miss',
          miss: { code: 'DIVERGED', text: 'Only chat requests can be answered by the generator.' },
        };
      }
      const response = dialect.writeResponse(generate(call, seededRandom(seed).fork(canonical.head + canonical.turns.join('\n'))), {
        stream: canonical.chat.stream,
        request: call.request,
      });
      return { answer: { ...response, body: response.chunks }, origin: 'generated' };
    },
  };
}

function generate(call: Call, random: Random): ChatResponse {
  const { model, tools, turns } = call.canonical.chat!;
  const tool = tools[random.below(Math.max(tools.length, 1))];
  const asks = tool !== undefined && turns.length < turnsMax && random.next() < 0.5;
  const block: Block = asks
    ? { kind: 'tool-call', id: `call_generated_${turns.length}`, name: tool.name, arguments: argumentsFor(tool, random) }
    : { kind: 'text', text: `Generated answer ${random.below(1000)}.` };
  return {
    model,
    blocks: [block],
    finish: asks ? { reason: 'tool-calls', raw: 'tool_calls' } : { reason: 'stop', raw: 'stop' },
    usage: { inputTokens: 0, outputTokens: 0 },
    complete: true,
  };
}

function argumentsFor(tool: ToolDefinition, random: Random): Json {
  const value = valueFor(tool.schema ?? {}, random, 0);
  return isJsonObject(value) ? value : {};
}

/** A small value for a schema: required members, first choices, lower bounds. */
function valueFor(schema: Json, random: Random, depth: number): Json {
  if (!isJsonObject(schema) || depth > 8) return null;
  const choices = schema['enum'] ?? (schema['const'] === undefined ? undefined : [schema['const']]);
  if (Array.isArray(choices)) return (choices as readonly Json[])[random.below(choices.length)] ?? null;
  for (const form of ['anyOf', 'oneOf', 'allOf'] as const)
    if (Array.isArray(schema[form])) return valueFor((schema[form] as readonly Json[])[0] ?? {}, random, depth + 1);
  const type = Array.isArray(schema['type']) ? (schema['type'] as readonly Json[])[0] : schema['type'];
  const minimum = typeof schema['minimum'] === 'number' ? schema['minimum'] : 0;
  switch (type) {
    case 'string':
      return 'x'.repeat(Math.max(1, Number(schema['minLength'] ?? 1))) + random.below(10);
    case 'integer':
      return Math.ceil(minimum) + random.below(3);
    case 'number':
      return minimum + random.below(3);
    case 'boolean':
      return random.next() < 0.5;
    case 'array':
      return Array.from({ length: Number(schema['minItems'] ?? 1) }, () => valueFor(schema['items'] ?? {}, random, depth + 1));
    case 'null':
      return null;
    default: {
      const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
      const required = Array.isArray(schema['required']) ? (schema['required'] as readonly string[]) : Object.keys(properties);
      return Object.fromEntries(required.map((name) => [name, valueFor(properties[name] ?? {}, random, depth + 1)]));
    }
  }
}
