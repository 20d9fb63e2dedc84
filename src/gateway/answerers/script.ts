import { textOf, type Block, type ChatRequest, type ChatResponse, type FinishReason } from '../../domain/chat.ts';
import type { Origin } from '../../domain/event.ts';
import { RehearsalFailure } from '../../domain/failure.ts';
import { canonicalJson, type Json } from '../../domain/json.ts';
import { seededRandom } from '../../domain/random.ts';
import type { ScriptedAnswer, ScriptedModel, ScriptedResult, ScriptedSituation } from '../../domain/scripted-model.ts';
import type { Answerer, Call, Given } from '../answerer.ts';

/** Words of the providers for why an answer ended. */
const rawFinish: Readonly<Partial<Record<FinishReason, string>>> = { 'tool-calls': 'tool_calls', 'content-filter': 'content_filter' };

/** About what a token is, for models that count none. */
const charactersPerToken = 4;

/** A model that is a function of the conversation, answering in the dialect that the agent speaks. */
export function createScriptAnswerer(
  model: ScriptedModel,
  options: { readonly seed: number; readonly origin: Origin; readonly label: string },
): Answerer {
  return {
    async answer(call): Promise<Given> {
      const { dialect, canonical } = call;
      if (dialect === undefined || canonical.chat?.operation !== 'chat') {
        throw new RehearsalFailure(
          'MODEL_FAILED',
          `${options.label} answers chat requests only; this is ${call.request.method} ${call.scrubbed.url}.`,
          {
            hint: 'Record such requests from a server: `upstreams:`, or `model: { command: … }`.',
          },
        );
      }
      // A model is told what the agent says, as a provider is; only what is written down has no secrets.
      const request = dialect.readRequest(call.request);
      const situation = situationOf(request, call, options.seed);
      const said = await Promise.resolve(situation)
        .then(model)
        .catch((error: unknown) => {
          throw new RehearsalFailure('MODEL_FAILED', `${options.label} threw: ${error instanceof Error ? error.message : String(error)}`, {
            hint: 'A scripted model decides from its argument alone; see docs/SCENARIOS.md.',
            cause: error,
          });
        });
      if (typeof said !== 'object' || said === null) {
        throw new RehearsalFailure('MODEL_FAILED', `${options.label} returned ${said === null ? 'null' : typeof said} and no answer.`, {
          hint: 'A scripted model returns { text }, { calls }, { blocks } or { error }.',
        });
      }
      const response =
        said.error === undefined
          ? dialect.writeResponse(responseOf(said, request, call.number), { stream: request.stream, request: call.request })
          : dialect.writeError(said.error);
      return { answer: { ...response, body: response.chunks }, origin: options.origin };
    },
  };
}

function situationOf(request: ChatRequest, call: Call, seed: number): ScriptedSituation {
  const users = request.turns.filter(({ role }) => role === 'user').map(({ blocks }) => textOf(blocks));
  const apart = request.turns.filter(({ role }) => role === 'system' || role === 'developer').flatMap(({ blocks }) => blocks);
  return {
    request,
    system: textOf([...request.system, ...apart]),
    task: users.find((text) => text !== '') ?? '',
    lastUser: users.findLast((text) => text !== '') ?? '',
    results: resultsOf(request),
    call: call.number,
    random: seededRandom(seed).fork(call.canonical.head + call.canonical.turns.join('\n')),
  };
}

/** Every answered call, with the arguments it was made with. */
function resultsOf({ turns }: ChatRequest): readonly ScriptedResult[] {
  const blocks = turns.flatMap((turn) => turn.blocks);
  const calls = blocks.filter((block) => block.kind === 'tool-call');
  let nameless = 0;
  return blocks.flatMap((block) => {
    if (block.kind !== 'tool-result') return [];
    const call = block.id === '' ? calls[nameless++] : calls.find(({ id }) => id === block.id);
    return [
      { name: call?.name ?? block.name ?? '', arguments: call?.arguments ?? null, text: textOf(block.content), isError: block.isError === true },
    ];
  });
}

function responseOf(said: ScriptedAnswer, request: ChatRequest, call: number): ChatResponse {
  const calls = (said.calls ?? []).map(({ name, arguments: given, id }, index): Block => ({
    kind: 'tool-call',
    id: id ?? `call_${call}_${index + 1}`,
    name,
    arguments: given,
  }));
  const blocks: readonly Block[] = said.blocks ?? [
    ...(said.reasoning === undefined ? [] : [{ kind: 'reasoning', text: said.reasoning } as const]),
    ...(said.text === undefined ? [] : [{ kind: 'text', text: said.text } as const]),
    ...calls,
  ];
  const reason = said.finish ?? (blocks.some(({ kind }) => kind === 'tool-call') ? 'tool-calls' : 'stop');
  return {
    model: request.model,
    blocks,
    finish: { reason, raw: rawFinish[reason] ?? reason },
    usage: said.usage ?? { inputTokens: tokensOf(request.turns as unknown as Json), outputTokens: tokensOf(blocks as unknown as Json) },
    complete: true,
  };
}

function tokensOf(value: Json): number {
  return Math.ceil(canonicalJson(value).length / charactersPerToken);
}
