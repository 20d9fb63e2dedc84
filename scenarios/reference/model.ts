import { deadline } from './deadline.ts';

export interface Message {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content: string | null;
  readonly tool_calls?: readonly {
    readonly id: string;
    readonly type: 'function';
    readonly function: { readonly name: string; readonly arguments: string };
  }[];
  readonly tool_call_id?: string;
}

export interface ModelTool {
  readonly name: string;
  readonly description: string;
  readonly parameters: object;
}

/** What a model said, whole. */
export interface ModelReply {
  readonly model: string;
  readonly message: Message;
  readonly text: string;
  readonly calls: readonly { readonly id: string; readonly name: string; readonly arguments: Readonly<Record<string, unknown>> }[];
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Why a model said nothing that can be used. */
export class ModelFailure extends Error {
  /** Worth another try: too many requests, overload, no answer. */
  readonly transient: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, transient: boolean, retryAfterMs?: number) {
    super(message);
    this.transient = transient;
    this.retryAfterMs = retryAfterMs;
  }
}

/** S2.3: what a run can be repeated with. */
export const sampling = { temperature: 0, seed: 7 };

/** Asks a model once. @throws ModelFailure also for an answer that is not whole: nothing is done on half of one. */
export async function askModel(model: string, messages: readonly Message[], tools: readonly ModelTool[], timeoutMs: number): Promise<ModelReply> {
  const limit = deadline(timeoutMs);
  let response: Response;
  let body: Record<string, unknown>;
  try {
    response = await fetch(`${process.env['OPENAI_BASE_URL'] ?? 'https://api.openai.com/v1'}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${process.env['OPENAI_API_KEY'] ?? ''}` },
      body: JSON.stringify({
        model,
        ...sampling,
        messages,
        ...(tools.length === 0 ? {} : { tools: tools.map((tool) => ({ type: 'function', function: tool })) }),
      }),
      signal: limit.signal,
    });
    body = (await response.json()) as Record<string, unknown>;
  } catch (error) {
    throw new ModelFailure(`${model} gave no answer: ${(error as Error).message}`, true);
  } finally {
    limit.done();
  }
  if (!response.ok) {
    const retryAfter = response.headers.get('retry-after');
    const transient = response.status === 408 || response.status === 429 || response.status >= 500;
    throw new ModelFailure(`${model} answered ${response.status}`, transient, retryAfter === null ? undefined : Number(retryAfter) * 1000);
  }
  return readReply(model, body);
}

function readReply(model: string, body: Record<string, unknown>): ModelReply {
  const { choices, usage } = body as {
    choices?: readonly { message?: Message; finish_reason?: string }[];
    usage?: { prompt_tokens?: number; completion_tokens?: number };
  };
  const [choice] = choices ?? [];
  if (choice?.message === undefined || choice.finish_reason === undefined || choice.finish_reason === null || choice.finish_reason === 'length') {
    throw new ModelFailure(`${model} gave half an answer`, true);
  }
  return {
    model,
    message: choice.message,
    text: choice.message.content ?? '',
    calls: (choice.message.tool_calls ?? []).map(({ id, function: { name, arguments: text } }) => ({
      id,
      name,
      arguments: readArguments(model, text),
    })),
    inputTokens: usage?.prompt_tokens ?? 0,
    outputTokens: usage?.completion_tokens ?? 0,
  };
}

function readArguments(model: string, text: string): Record<string, unknown> {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw new ModelFailure(`${model} asked for a tool with arguments that are no JSON`, true);
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read))
    throw new ModelFailure(`${model} asked for a tool with arguments that are no object`, true);
  return read as Record<string, unknown>;
}
