import type { ChatResponse, ProviderError } from '../../domain/chat.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import type { StreamEvent, StreamFold } from '../answer-form.ts';
import { cutText } from '../cut-text.ts';
import { extraOf } from '../extra-of.ts';
import { writeGeminiError } from './error.ts';

/**
 * Folds the `GenerateContentResponse`s of a stream into one. There is no terminal event: the stream is complete when the first candidate has said why it
 * finished, or the prompt was blocked.
 */
export function startGeminiFold(): StreamFold {
  const candidates = new Map<number, Candidate>();
  let body: JsonObject = {};
  const add = (event: JsonObject): void => {
    body = { ...body, ...extraOf(event, ['candidates']) };
    if (!Array.isArray(event['candidates'])) return;
    for (const candidate of (event['candidates'] as readonly Json[]).filter(isJsonObject)) {
      const index = typeof candidate['index'] === 'number' ? candidate['index'] : 0;
      candidates.set(index, joined(candidates.get(index), candidate));
    }
  };
  return {
    add,
    end() {
      const folded = [...candidates].sort(([a], [b]) => a - b).map(([, candidate]) => wholeOf(candidate));
      const feedback = body['promptFeedback'];
      const blocked = isJsonObject(feedback) && typeof feedback['blockReason'] === 'string';
      const complete = folded.length === 0 ? blocked : ['string', 'number'].includes(typeof folded[0]!['finishReason']);
      return { body: folded.length === 0 ? body : { ...body, candidates: folded }, complete };
    },
  };
}

/** A candidate whose parts are still coming; a list of its own, because to copy it for every event would take the square of its length. */
interface Candidate {
  members: JsonObject;
  parts: Json[] | undefined;
}

function joined(before: Candidate | undefined, now: JsonObject): Candidate {
  if (before === undefined) return { members: now, parts: undefined };
  before.parts ??= [...partsOf(before.members)];
  for (const part of partsOf(now)) before.parts.push(part);
  before.members = { ...before.members, ...now };
  return before;
}

function wholeOf({ members, parts }: Candidate): JsonObject {
  return parts === undefined ? members : { ...members, content: { parts, role: 'model' } };
}

function partsOf(candidate: JsonObject): readonly Json[] {
  const content = candidate['content'];
  return isJsonObject(content) && Array.isArray(content['parts']) ? (content['parts'] as readonly Json[]) : [];
}

/** The chunks that fold into this body: one for every piece of text, one for every other part, the last with reason, citations and usage. */
export function splitGeminiBody(body: JsonObject, response: ChatResponse): readonly StreamEvent[] {
  const { candidates, usageMetadata, ...identity } = body;
  if (!Array.isArray(candidates)) return response.complete ? [{ data: body }] : [];
  const [candidate, ...further] = candidates as readonly JsonObject[];
  const pieces = partsOf(candidate!).flatMap(cutPart);
  const closing = extraOf(candidate!, ['content', 'index', ...(response.complete ? [] : ['finishReason'])]) ?? {};
  const counted = usageMetadata === undefined ? {} : { usageMetadata };
  const last = Math.max(0, pieces.length - 1);
  const chunks = (pieces.length === 0 ? [undefined] : pieces).map((piece, index): JsonObject => {
    const content = { parts: piece === undefined ? [] : [piece], role: 'model' };
    const isLast = index === last;
    return { candidates: [{ content, ...(isLast ? closing : {}), index: 0 }, ...(isLast ? further : [])], ...(isLast ? counted : {}), ...identity };
  });
  return [...chunks.map((data) => ({ data })), ...(response.error === undefined ? [] : [geminiErrorEvent(response.error)])];
}

export function geminiErrorEvent(error: ProviderError): StreamEvent {
  return { data: writeGeminiError(error) };
}

/** A text in pieces; what belongs to the whole of it (a signature) comes with the last. */
function cutPart(part: Json): readonly Json[] {
  if (!isJsonObject(part) || typeof part['text'] !== 'string') return [part];
  const pieces = cutText(part['text']);
  const thought: JsonObject = part['thought'] === undefined ? {} : { thought: part['thought'] };
  return pieces.length === 0 ? [part] : pieces.map((text, index) => (index === pieces.length - 1 ? { ...part, text } : { text, ...thought }));
}
