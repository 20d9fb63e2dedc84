import type { ChatRequest, ToolCallBlock } from '../../domain/chat.ts';
import { textOf } from '../../domain/chat.ts';
import type { ToolContract } from '../../domain/contract.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';
import type { SchemaValues } from '../schema/open-schema-values.ts';
import { valuesOrNone } from '../schema/values-or-none.ts';
import { answerSchemaOf } from './answer-schema-of.ts';
import { currentSchema } from './current-schema.ts';
import { factsIn, parsed, type Fact } from './facts.ts';
import type { ModelContext } from './model-context.ts';

/** A context, looked at: what moves ask of it. Whatever costs time is found when it is first asked for. */
export interface Situation {
  readonly context: ModelContext;
  readonly tools: readonly OfferedTool[];
  /** Calls that the model has made so far. */
  readonly calls: readonly ToolCallBlock[];
  /** How often the model has spoken so far. */
  readonly turnCount: number;
  readonly facts: readonly Fact[];
  /** The usual answer, where it is JSON. */
  readonly usualJson: Json | undefined;
  /** Values of what the answer must fit. */
  readonly answer: SchemaValues | undefined;
  /** The tool of that name, where it is offered. */
  toolNamed(name: string): OfferedTool | undefined;
  /** An id for the call at this place of the answer. */
  idOf(place: number): string;
}

export interface OfferedTool {
  readonly name: string;
  readonly contract: ToolContract | undefined;
  /** Of its arguments; undefined where they have no schema, or one that no value fits. */
  readonly values: SchemaValues | undefined;
}

/** Looks at a context. */
export function situationOf(context: ModelContext): Situation {
  const { request, usual = [], recorded = [] } = context;
  const tools = offeredTools(request, context.contracts);
  const spoken = request.turns.filter(({ role }) => role === 'assistant');
  let calls: readonly ToolCallBlock[] | undefined;
  let facts: readonly Fact[] | undefined;
  return {
    context,
    tools,
    turnCount: spoken.length,
    get calls() {
      return (calls ??= spoken.flatMap(({ blocks }) => blocks.filter((block) => block.kind === 'tool-call')));
    },
    get facts() {
      return (facts ??= factsIn([...request.system, ...request.turns.flatMap(({ blocks }) => blocks), ...usual, ...recorded.flat()]));
    },
    get usualJson() {
      return usual.some(({ kind }) => kind === 'tool-call') ? undefined : parsed(textOf(usual));
    },
    get answer() {
      const schema = context.answerSchema ?? answerSchemaOf(request);
      return schema === undefined ? undefined : valuesOrNone(currentSchema(schema));
    },
    toolNamed: (name) => tools.find((tool) => tool.name === name),
    idOf: (place) => `call_${spoken.length + 1}_${place + 1}`,
  };
}

const offered = new WeakMap<readonly ToolContract[], Map<string, readonly OfferedTool[]>>();

/** An agent offers the same tools again and again. */
function offeredTools({ tools }: ChatRequest, contracts: readonly ToolContract[]): readonly OfferedTool[] {
  let known = offered.get(contracts);
  if (known === undefined) offered.set(contracts, (known = new Map()));
  const text = JSON.stringify(tools);
  let found = known.get(text);
  if (found === undefined) {
    found = tools.map(({ name, schema }) => {
      const contract = contracts.find((one) => one.name === name);
      const own = schema ?? contract?.input;
      return { name, contract, values: isJsonObject(own) ? valuesOrNone(currentSchema(own)) : undefined };
    });
    if (known.size >= 100) known.clear();
    known.set(text, found);
  }
  return found;
}
