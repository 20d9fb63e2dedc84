import type { Answer } from '../../domain/http.ts';
import type { CasePlan } from '../../domain/scenario.ts';
import type { Answerer, Call, Given } from '../../gateway/answerer.ts';
import { renderTurn, type ModelContext, type ModelTurn } from '../../generate/index.ts';
import type { Story } from './story.ts';

/** Draws what the model says in its nth answer, counted from 0; null: what it would say by itself. */
export type DrawTurn = (context: ModelContext, index: number) => ModelTurn | null;

/** An answerer that tells a story, and notes what it has told. */
export interface StoryAnswerer extends Answerer {
  /** Turn by turn: what the story says, or null for what the model says by itself. */
  readonly told: readonly (ModelTurn | null)[];
  /** The same, every turn as it was said. */
  readonly spoken: readonly ModelTurn[];
  /** Where each was said. */
  readonly contexts: readonly ModelContext[];
}

/** The name of what the scenario's own model says. */
const ownKind = 'as-usual';

const speechless: ModelTurn = { kind: 'plain-answer', blocks: [{ kind: 'text', text: 'ok' }], finish: 'stop' };

/**
 * Answers as the story says; behind its end as `draw` says, or, without it, as the model would by itself. Requests that are no chat go to the model that the
 * scenario names.
 */
export function createStoryAnswerer(
  story: Pick<Story, 'turns'>,
  plan: Pick<CasePlan, 'contracts' | 'declares' | 'explore'>,
  own: Answerer | undefined,
  draw?: DrawTurn,
): StoryAnswerer {
  const told: (ModelTurn | null)[] = [];
  const spoken: ModelTurn[] = [];
  const contexts: ModelContext[] = [];
  return {
    told,
    spoken,
    contexts,
    async answer(call): Promise<Given> {
      const { dialect, canonical } = call;
      if (dialect === undefined || canonical.chat?.operation !== 'chat') {
        if (own !== undefined) return own.answer(call);
        throw new Error('No story has an answer to a request that is no chat.');
      }
      const index = told.length;
      // Its place is taken before anybody is asked: sub-agents may ask at the same time.
      told.push(null);
      spoken.push(speechless);
      contexts.push(contextOf(call, plan, undefined));
      const fixed = index < story.turns.length ? story.turns[index]! : undefined;
      const said = await sayOwn(own, call);
      const context = contextOf(call, plan, said?.turn);
      const turn = fixed === undefined && draw !== undefined ? draw(context, index) : (fixed ?? null);
      told[index] = turn;
      contexts[index] = context;
      spoken[index] = turn ?? said?.turn ?? speechless;
      if (turn === null && said !== undefined) return said.given;
      const { model, stream } = context.request;
      const { chunks, ending, ...head } = renderTurn(spoken[index], dialect, { stream, model, request: call.request });
      return { answer: { ...head, body: chunks, ending }, origin: 'generated' };
    },
    close: () => own?.close?.(),
  };
}

function contextOf(
  { dialect, request }: Call,
  { contracts, declares, explore }: Pick<CasePlan, 'contracts' | 'declares' | 'explore'>,
  usual: ModelTurn | undefined,
): ModelContext {
  return {
    request: dialect!.readRequest(request),
    contracts,
    ...(usual === undefined ? {} : { usual: usual.blocks }),
    ...(declares.stateMachine === undefined ? {} : { stateMachine: declares.stateMachine }),
    ...(declares.scope === undefined ? {} : { scope: declares.scope }),
    ...(explore.answer === undefined ? {} : { answerSchema: explore.answer }),
  };
}

/** What the scenario's own model says; undefined where it has no answer. */
async function sayOwn(own: Answerer | undefined, call: Call): Promise<{ readonly turn: ModelTurn | undefined; readonly given: Given } | undefined> {
  if (own === undefined) return undefined;
  try {
    const given = await own.answer(call);
    if (given.miss !== undefined) return undefined;
    const body = await chunksOf(given.answer.body);
    const answer = { ...given.answer, body };
    const { blocks, finish, error } = given.meaning ?? call.dialect!.readResponse({ ...answer, chunks: body, ending: 'complete' });
    // A model that answers with an error says nothing that could be changed.
    const turn = error === undefined ? { kind: ownKind, blocks, finish: finish?.reason ?? 'stop' } : undefined;
    return { turn, given: { ...given, answer } };
  } catch {
    // A scripted model may not know what to say to a conversation that its author never thought of.
    return undefined;
  }
}

async function chunksOf(body: Answer['body']): Promise<readonly Uint8Array[]> {
  if (!(Symbol.asyncIterator in body)) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return chunks;
}
