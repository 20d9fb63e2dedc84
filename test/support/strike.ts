import { canonicalRequest } from '../../src/cassette/key.ts';
import { dialects, type Dialect } from '../../src/dialect/index.ts';
import { exactMatching } from '../../src/domain/cassette.ts';
import type { Block, ChatResponse, Turn } from '../../src/domain/chat.ts';
import type { EpisodeClock } from '../../src/domain/clock.ts';
import { WireBreak, type Answer, type HttpRequest, type HttpResponse } from '../../src/domain/http.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { createInjector, faultKinds, type FaultContext, type FaultKind } from '../../src/fault/index.ts';
import { faultContext } from '../../src/gateway/fault-context.ts';
import { createSteppedClock } from './stepped-clock.ts';

/** A request, and what really answers it. */
export interface StrikeSpecimen {
  readonly name: string;
  readonly dialect: Dialect;
  readonly stream: boolean;
  readonly request: HttpRequest;
  readonly said: ChatResponse;
  readonly response: HttpResponse;
}

export function kindNamed(name: string): FaultKind {
  const kind = faultKinds.find((each) => each.name === name);
  if (kind === undefined) throw new Error(`There is no kind named ${name}.`);
  return kind;
}

const tools = ['lookup', 'refund'].map((name) => ({
  name,
  description: name,
  schema: {
    type: 'object',
    properties: { order: { type: 'string' }, amount: { type: 'number' } },
    required: ['order'],
    additionalProperties: false,
  },
}));

const asked: Turn = { role: 'user', blocks: [{ kind: 'text', text: 'Refund order 4711' }] };

/** A conversation in which a tool was called before. */
function laterTurns(dialect: Dialect): readonly Turn[] {
  const [id, name] = ['call_earlier', 'lookup'];
  return [
    asked,
    { role: 'assistant', blocks: [{ kind: 'tool-call', id, name, arguments: { order: '4711' } }] },
    {
      role: dialect.name === 'openai-chat' ? 'tool' : 'user',
      blocks: [{ kind: 'tool-result', id, name, content: [{ kind: 'text', text: '{"total":80}' }] }],
    },
  ];
}

const call = (id: string, name: string): Block => ({ kind: 'tool-call', id, name, arguments: { order: '4711', amount: 80 } });
const says = {
  words: [{ kind: 'text', text: 'A long answer — été, déjà 😀 — long enough for every fault to strike it in the middle' }],
  'a call': [call('call_1', 'refund')],
  'two calls': [call('call_1', 'lookup'), call('call_2', 'refund')],
  JSON: [{ kind: 'text', text: '{"decision":"refund","confidence":0.4}' }],
} satisfies Readonly<Record<string, readonly Block[]>>;

/** Every dialect of conversations, streamed and not, words and calls. */
export const strikeSpecimens: readonly StrikeSpecimen[] = dialects
  .filter(({ operation }) => operation === 'chat')
  .flatMap((dialect) =>
    Object.entries(says).flatMap(([what, blocks]) =>
      [true, false].map((stream) => specimenOf(dialect, blocks, { name: `${dialect.name}, ${what}, ${stream ? 'streamed' : 'whole'}`, stream })),
    ),
  );

export function specimenOf(
  dialect: Dialect,
  blocks: readonly Block[],
  { name = 'a specimen', stream = true }: { name?: string; stream?: boolean } = {},
): StrikeSpecimen {
  const request = dialect.writeRequest({
    operation: 'chat',
    model: 'm-1',
    stream,
    system: [],
    tools,
    parameters: dialect.name === 'gemini' ? (stream ? { '?alt': 'sse' } : {}) : dialect.name === 'anthropic-messages' ? { max_tokens: 100 } : {},
    turns: laterTurns(dialect),
  });
  const said: ChatResponse = {
    id: 'answer_1',
    model: 'm-1',
    blocks,
    finish: { reason: blocks.some(({ kind }) => kind === 'tool-call') ? 'tool-calls' : 'stop', raw: '' },
    usage: { inputTokens: 11, outputTokens: 7 },
    complete: true,
  };
  return { name, dialect, stream, request, said, response: dialect.writeResponse(said, { stream, request }) };
}

/** What a kind has of its surroundings at this request, as the gate gives it. */
export function contextAt({ dialect, request }: Pick<StrikeSpecimen, 'dialect' | 'request'>, fired: string[], clock: EpisodeClock): FaultContext {
  const fault = { index: 0, planned: { fault: 'x', match: {}, occurrence: 1, settings: {} } as const, kind: faultKinds[0]! };
  const canonical = canonicalRequest(request, dialect, exactMatching);
  const provider = request.url.split('/')[1]!;
  const signal = new AbortController().signal;
  const call = { number: 1, provider, request, scrubbed: request, canonical, dialect, faulted: false, clock, signal };
  const emit = (event: { readonly kind: string; readonly text?: string }): void => void fired.push(event.text ?? '');
  return faultContext({ injector: createInjector([], faultKinds), emit }, fault, call);
}

/** What the agent gets. */
export interface Struck {
  readonly response: HttpResponse;
  readonly text: string;
  readonly fired: readonly string[];
  /** How long it took, by the clock of the episode. */
  readonly tookMs: number;
}

/** What the agent gets where this kind strikes this answer. */
export async function strike(kind: FaultKind, specimen: StrikeSpecimen, settings: JsonObject = kind.example): Promise<Struck> {
  const fired: string[] = [];
  const clock = createSteppedClock();
  const context = contextAt(specimen, fired, clock);
  const given: Answer = { ...specimen.response, body: specimen.response.chunks };
  const answer = await (kind.answer?.(settings, context) ?? kind.damage!(settings, given, context));
  const chunks: Uint8Array[] = [];
  let ending = answer.ending ?? 'complete';
  try {
    for await (const chunk of answer.body) chunks.push(chunk);
  } catch (error) {
    if (!(error instanceof WireBreak)) throw error;
    ending = error.ending;
  }
  const { status, statusText, headers } = answer;
  return { response: { status, statusText, headers, chunks, ending }, text: Buffer.concat(chunks).toString(), fired, tookMs: clock.now() };
}

/** What the agent reads in what it got. */
export function heard({ dialect }: StrikeSpecimen, { response }: Struck): ChatResponse {
  return dialect.readResponse(response);
}
