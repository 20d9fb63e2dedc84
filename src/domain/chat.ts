import type { HeaderList } from './http.ts';
import type { Json, JsonObject } from './json.ts';

/**
 * One piece of what was said. `extra` keeps the members of the provider's own object that have no place here (cache markers,
 * annotations, signatures), under the provider's own names, so that reading loses nothing that could distinguish two requests.
 */
export type Block =
  | { readonly kind: 'text'; readonly text: string; readonly extra?: JsonObject }
  | { readonly kind: 'reasoning'; readonly text: string; readonly extra?: JsonObject }
  | { readonly kind: 'refusal'; readonly text: string; readonly extra?: JsonObject }
  | ToolCallBlock
  | ToolResultBlock
  /** Images, audio, files, server-side tools: kept as the provider's own object. */
  | { readonly kind: 'other'; readonly value: Json };

/** The model asks for a tool. */
export interface ToolCallBlock {
  readonly kind: 'tool-call';
  /** Empty where the provider has none (Gemini). */
  readonly id: string;
  readonly name: string;
  /** Parsed arguments; absent where they were not valid JSON, and `malformed` holds the text instead. */
  readonly arguments?: Json;
  readonly malformed?: string;
  readonly extra?: JsonObject;
}

/** What a tool answered, as told to the model. */
export interface ToolResultBlock {
  readonly kind: 'tool-result';
  /** The id of the call it answers; empty where the provider has none. */
  readonly id: string;
  /** The tool's name where the provider repeats it. */
  readonly name?: string;
  readonly content: readonly Block[];
  readonly isError?: boolean;
  readonly extra?: JsonObject;
}

export type Role = 'system' | 'developer' | 'user' | 'assistant' | 'tool';

/** One message of the conversation. */
export interface Turn {
  readonly role: Role;
  readonly blocks: readonly Block[];
  readonly extra?: JsonObject;
}

/** A tool as it was offered to the model. */
export interface ToolDefinition {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the arguments. */
  readonly schema?: Json;
  readonly extra?: JsonObject;
}

export type Operation = 'chat' | 'embed';

/** A request as a conversation. Reading is lossless up to equal spellings (a text as a string or as a one-element list). */
export interface ChatRequest {
  readonly operation: Operation;
  readonly model: string;
  readonly stream: boolean;
  /** Instructions given apart from the turns (Anthropic `system`, Responses `instructions`, Gemini `systemInstruction`, leading system messages). */
  readonly system: readonly Block[];
  readonly tools: readonly ToolDefinition[];
  /** Every other member of the body, under the provider's own name. */
  readonly parameters: JsonObject;
  /** For `embed`: one user turn, one text block per input. */
  readonly turns: readonly Turn[];
}

export interface Usage {
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly cachedInputTokens?: number;
  readonly reasoningTokens?: number;
}

export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'refusal' | 'content-filter' | 'error' | 'other';

/** An error as a provider words it. `status` is the HTTP status, also where the error came in mid-stream (then the one it stands for). */
export interface ProviderError {
  readonly status: number;
  /** The provider's own class of error, e.g. `rate_limit_error`. */
  readonly type: string;
  readonly code?: string;
  readonly message: string;
  /** Seconds; written as a `retry-after` header. */
  readonly retryAfterSeconds?: number;
}

/** What goes wrong at every provider, and is worded by each in its own way. */
export const troubles = ['no-credit', 'too-many-requests', 'too-many-tokens', 'context-overflow', 'overloaded', 'server-error'] as const;
export type Trouble = (typeof troubles)[number];

/** A trouble as one provider words it, with the headers that it sends beside it. */
export interface WordedTrouble {
  readonly error: ProviderError;
  readonly headers?: HeaderList;
}

/** An answer as blocks, folded from one body or from a stream. */
export interface ChatResponse {
  readonly id?: string;
  readonly model?: string;
  readonly blocks: readonly Block[];
  readonly finish?: { readonly reason: FinishReason; readonly raw: string };
  readonly usage?: Usage;
  /** For `embed`: one vector per input. */
  readonly embeddings?: readonly (readonly number[])[];
  /** True only when the terminal event was seen (or the JSON body was whole). */
  readonly complete: boolean;
  readonly error?: ProviderError;
  /** What could not be parsed, in a sentence. */
  readonly malformed?: string;
}

/** All text blocks of an answer joined. */
export function textOf(blocks: readonly Block[]): string {
  let text = '';
  for (const block of blocks) if (block.kind === 'text') text += block.text;
  return text;
}
