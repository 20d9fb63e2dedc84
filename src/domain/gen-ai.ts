import type { Span } from './agent-report.ts';
import type { Json } from './json.ts';

/**
 * What a span says about a call of a model or a tool, whatever generation of OpenTelemetry's GenAI conventions it speaks
 * (https://github.com/open-telemetry/semantic-conventions-genai; the older names are those of semantic-conventions up to 1.36, OpenInference and OpenLLMetry).
 */
export interface GenAiSpan {
  readonly operation: 'chat' | 'embeddings' | 'invoke_agent' | 'execute_tool' | 'other' | undefined;
  readonly provider?: string;
  readonly model?: string;
  readonly responseId?: string;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly conversation?: string;
  readonly agent?: string;
  readonly tool?: string;
  readonly toolCallId?: string;
  readonly toolArguments?: Json;
  readonly toolResult?: Json;
}

/** The newest name first. */
const names = {
  operation: ['gen_ai.operation.name', 'openinference.span.kind', 'traceloop.span.kind', 'llm.request.type'],
  provider: ['gen_ai.provider.name', 'gen_ai.system', 'llm.provider', 'llm.system'],
  model: ['gen_ai.response.model', 'gen_ai.request.model', 'llm.model_name', 'generation.model'],
  responseId: ['gen_ai.response.id'],
  inputTokens: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens', 'llm.token_count.prompt'],
  outputTokens: ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens', 'llm.token_count.completion'],
  conversation: ['gen_ai.conversation.id', 'session.id'],
  agent: ['gen_ai.agent.name', 'agent.name'],
  tool: ['gen_ai.tool.name', 'tool.name', 'tool'],
  toolCallId: ['gen_ai.tool.call.id', 'tool_call.id'],
  toolArguments: ['gen_ai.tool.call.arguments', 'input.value', 'input'],
  toolResult: ['gen_ai.tool.call.result', 'output.value', 'output'],
} as const;

/** Old and other words for the operations. */
const operations: Readonly<Record<string, GenAiSpan['operation']>> = {
  chat: 'chat',
  generate_content: 'chat',
  text_completion: 'chat',
  completion: 'chat',
  llm: 'chat',
  embeddings: 'embeddings',
  embedding: 'embeddings',
  invoke_agent: 'invoke_agent',
  create_agent: 'other',
  agent: 'invoke_agent',
  workflow: 'invoke_agent',
  execute_tool: 'execute_tool',
  tool: 'execute_tool',
};

/** Reads a span's attributes; the operation is undefined where the span is not about a model, a tool or an agent. */
export function readGenAiSpan(span: Span): GenAiSpan {
  const read = (member: keyof typeof names): Json | undefined => {
    const name = names[member].find((candidate) => span.attributes[candidate] !== undefined);
    return name === undefined ? undefined : span.attributes[name];
  };
  const said = read('operation');
  const operation = typeof said === 'string' ? (operations[said.toLowerCase()] ?? 'other') : operationOfName(span);
  const found: Record<string, Json> = {};
  for (const member of Object.keys(names) as readonly (keyof typeof names)[]) {
    const value = member === 'operation' ? undefined : read(member);
    if (value !== undefined) found[member] = member.endsWith('Tokens') ? Number(value) : value;
  }
  return { operation, ...(found as Omit<GenAiSpan, 'operation'>) };
}

/** A span without an operation may say it in its name, as the conventions have it: `chat gpt-4o`, `execute_tool refund`. */
function operationOfName({ name, attributes }: Span): GenAiSpan['operation'] {
  const first = name.split(' ')[0]!;
  if (['chat', 'embeddings', 'invoke_agent', 'execute_tool'].includes(first)) return operations[first];
  if (attributes['tool'] !== undefined || attributes['tool.name'] !== undefined) return 'execute_tool';
  return attributes['generation.model'] === undefined ? undefined : 'chat';
}
