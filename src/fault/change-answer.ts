import type { ChatResponse, ToolCallBlock } from '../domain/chat.ts';
import { withoutHeaders, type Answer } from '../domain/http.ts';
import type { FaultContext, Speech } from './fault-kind.ts';
import { wholeAnswer } from './whole-answer.ts';

/** What the model says instead, and what was done, in a sentence. */
export interface ChangedAnswer {
  readonly said: ChatResponse;
  readonly text: string;
}

/**
 * The answer, read, changed and written again in the form that was asked for: the model itself has said something else. What cannot be changed in that way
 * (an answer without a call of a tool, an error) is passed on as it was, and the fault does not fire. The answer has to be there as a whole before anything
 * of it is passed on.
 */
export async function changeAnswer(
  given: Answer,
  { speech, fired }: FaultContext,
  change: (said: ChatResponse, speech: Speech) => ChangedAnswer | undefined,
): Promise<Answer> {
  if (speech === undefined || given.status === 0 || given.status >= 400) return given;
  const { answer, response } = await wholeAnswer(given);
  const said = speech.read(response);
  if (!said.complete || said.error !== undefined || said.malformed !== undefined) return answer;
  const changed = change(said, speech);
  if (changed === undefined) return answer;
  const written = speech.write(changed.said);
  fired(changed.text);
  const headers = [...written.headers, ...withoutHeaders(answer.headers, bodyHeaders)];
  return { status: written.status, statusText: written.statusText, headers, body: written.chunks, ending: written.ending };
}

const bodyHeaders: ReadonlySet<string> = new Set(['content-type', 'content-length']);

/** The answer with its first call of a tool changed; undefined where it has none, or the call cannot be changed in that way. */
export function changeCall(said: ChatResponse, change: (call: ToolCallBlock) => ToolCallBlock | undefined): ChatResponse | undefined {
  const at = said.blocks.findIndex(({ kind }) => kind === 'tool-call');
  const changed = at === -1 ? undefined : change(said.blocks[at] as ToolCallBlock);
  return changed === undefined ? undefined : { ...said, blocks: said.blocks.with(at, changed) };
}
