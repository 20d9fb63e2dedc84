import type { Block } from '../../domain/chat.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { extraOf } from '../extra-of.ts';
import { withExtra } from '../with-extra.ts';

type ReasoningBlock = Extract<Block, { readonly kind: 'reasoning' }>;

/**
 * A reasoning item. Its text is the summary's, or that of `content` where there is no summary. A summary that is exactly that text is not kept twice; any
 * other (several parts, none at all) stays in `extra`.
 */
export function readReasoning(item: JsonObject): ReasoningBlock {
  const summary = textsOf(item['summary']);
  const text = (summary ?? []).join('\n\n') || (textsOf(item['content']) ?? []).join('\n\n');
  const ordinary = isSummary(item['summary'], text);
  const extra = extraOf(item, ordinary ? ['type', 'summary'] : ['type']);
  return withExtra({ kind: 'reasoning', text }, ordinary || item['summary'] !== undefined ? extra : { ...extra, summary: null });
}

/** True for the summary that `writeSummary` makes of this text. */
function isSummary(summary: Json | undefined, text: string): boolean {
  if (!Array.isArray(summary)) return false;
  const [part, ...further] = summary as readonly Json[];
  if (part === undefined) return text === '';
  return (
    isJsonObject(part) &&
    further.length === 0 &&
    text !== '' &&
    part['type'] === 'summary_text' &&
    part['text'] === text &&
    Object.keys(part).length === 2
  );
}

function textsOf(parts: Json | undefined): readonly string[] | undefined {
  if (!Array.isArray(parts)) return undefined;
  return (parts as readonly Json[]).map((part) => (isJsonObject(part) ? part['text'] : undefined)).filter((text) => typeof text === 'string');
}

function writeSummary(text: string): readonly JsonObject[] {
  return text === '' ? [] : [{ type: 'summary_text', text }];
}

export function writeReasoning({ text, extra }: ReasoningBlock): JsonObject {
  if (extra?.['summary'] === null) return { type: 'reasoning', ...extraOf(extra, ['summary']) };
  return { type: 'reasoning', summary: writeSummary(text), ...extra };
}
