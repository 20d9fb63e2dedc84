import type { ChatRequest } from '../../domain/chat.ts';
import type { Answer } from '../../domain/http.ts';
import type { Answerer, Call, Given } from '../../gateway/answerer.ts';
import { renderTurn } from './render-turn.ts';
import type { Story, StoryTurn } from './story.ts';

/** What can be said next: the request as a conversation, and what the scenario's own model would say to it. */
export interface TurnSituation {
  readonly request: ChatRequest;
  /** Undefined where there is no such model, or it has nothing to say here. */
  readonly own: StoryTurn | undefined;
  /** Counts the answers of the episode from 0. */
  readonly index: number;
}

/** Draws what the model says next; null: what it would say by itself. */
export type DrawTurn = (situation: TurnSituation) => StoryTurn | null;

/** An answerer that tells a story, and notes what it has told. */
export interface StoryAnswerer extends Answerer {
  /** Turn by turn: what the story says, or null for what the model says by itself. */
  readonly told: readonly (StoryTurn | null)[];
  /** The same, every turn as it was said. */
  readonly spoken: readonly StoryTurn[];
}

/** The name of what the scenario's own model says. */
export const ownMove = 'what it says by itself';

const speechless: StoryTurn = { move: 'nothing in particular', blocks: [{ kind: 'text', text: 'Done.' }] };

/**
 * Answers as the story says; behind its end as `draw` says, or, without it, as the model would by itself. Requests that are no chat go to the model that the
 * scenario names.
 */
export function createStoryAnswerer(story: Pick<Story, 'turns'>, own: Answerer | undefined, draw?: DrawTurn): StoryAnswerer {
  const told: (StoryTurn | null)[] = [];
  const spoken: StoryTurn[] = [];
  return {
    told,
    spoken,
    async answer(call): Promise<Given> {
      const { dialect, canonical } = call;
      if (dialect === undefined || canonical.chat?.operation !== 'chat') {
        if (own !== undefined) return own.answer(call);
        throw new Error('No story has an answer to a request that is no chat.');
      }
      const index = told.length;
      told.push(null);
      spoken.push(speechless);
      const fixed = index < story.turns.length ? story.turns[index]! : undefined;
      const request = dialect.readRequest(call.request);
      const said = fixed === undefined || fixed === null ? await sayOwn(own, call) : undefined;
      const drawn = fixed === undefined && draw !== undefined ? draw({ request, own: said?.turn, index }) : (fixed ?? null);
      told[index] = drawn;
      const turn = drawn ?? said?.turn ?? speechless;
      spoken[index] = turn;
      if (drawn === null && said !== undefined) return said.given;
      return { answer: renderTurn(turn, { dialect, request, asked: call.request, index }), origin: 'generated' };
    },
    close: () => own?.close?.(),
  };
}

/** What the scenario's own model says; undefined where it has no answer. */
async function sayOwn(own: Answerer | undefined, call: Call): Promise<{ readonly turn: StoryTurn | undefined; readonly given: Given } | undefined> {
  if (own === undefined) return undefined;
  try {
    const given = await own.answer(call);
    if (given.miss !== undefined) return undefined;
    const body = await chunksOf(given.answer.body);
    const answer = { ...given.answer, body };
    const { blocks, finish, error } = given.meaning ?? call.dialect!.readResponse({ ...answer, chunks: body, ending: 'complete' });
    // A model that answers with an error says nothing that could be changed.
    const turn = error === undefined ? { move: ownMove, blocks, ...(finish === undefined ? {} : { finish: finish.reason }) } : undefined;
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
