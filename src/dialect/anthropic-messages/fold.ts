import { isJsonObject, parseJsonExactly, type Json, type JsonObject } from '../../domain/json.ts';
import type { StreamFold } from '../answer-form.ts';

interface Draft {
  readonly block: Record<string, Json>;
  /** The pieces of the input of a tool, joined. */
  input: string;
  ended: boolean;
}

/** Folds the events of a stream into the `message` they build; `message_stop` ends it. Pings and events of other kinds are passed over. */
export function startMessageFold(): StreamFold {
  const drafts = new Map<number, Draft>();
  let message: JsonObject = {};
  let complete = false;
  const add = (event: JsonObject): void => {
    const { type, index, delta } = event;
    if (type === 'message_start' && isJsonObject(event['message'])) message = event['message'];
    else if (type === 'message_delta') message = withDelta(message, event);
    else if (type === 'message_stop') complete = true;
    if (typeof index !== 'number') return;
    const draft = drafts.get(index);
    if (type === 'content_block_start' && isJsonObject(event['content_block']))
      drafts.set(index, { block: { ...event['content_block'] }, input: '', ended: false });
    else if (type === 'content_block_stop' && draft !== undefined) draft.ended = true;
    else if (type === 'content_block_delta' && draft !== undefined && isJsonObject(delta)) appendDelta(draft, delta);
  };
  return {
    add,
    end() {
      const content = [...drafts].sort(([a], [b]) => a - b).map(([, draft]) => blockOf(draft));
      return { body: { ...message, content }, complete };
    },
  };
}

/** Counts in `message_delta` are totals and replace those of the beginning. */
function withDelta(message: JsonObject, { delta, usage }: JsonObject): JsonObject {
  const before = message['usage'];
  const counts = isJsonObject(usage) ? Object.fromEntries(Object.entries(usage).filter(([, count]) => count !== null)) : {};
  return { ...message, ...(isJsonObject(delta) ? delta : {}), usage: { ...(isJsonObject(before) ? before : {}), ...counts } };
}

function appendDelta(draft: Draft, delta: JsonObject): void {
  const { block } = draft;
  switch (delta['type']) {
    case 'text_delta':
      return append(block, 'text', delta['text']);
    case 'thinking_delta':
      return append(block, 'thinking', delta['thinking']);
    case 'signature_delta':
      return append(block, 'signature', delta['signature']);
    case 'compaction_delta':
      return append(block, 'content', delta['content']);
    case 'input_json_delta':
      if (typeof delta['partial_json'] === 'string') draft.input += delta['partial_json'];
      return;
    case 'citations_delta': {
      const before = block['citations'];
      block['citations'] = [...(Array.isArray(before) ? (before as readonly Json[]) : []), delta['citation'] ?? null];
      return;
    }
    default:
  }
}

function append(block: Record<string, Json>, member: string, text: Json | undefined): void {
  if (typeof text === 'string') block[member] = (typeof block[member] === 'string' ? block[member] : '') + text;
}

/** A tool without arguments may send no piece of input at all: then the input of its start counts, but only once the block has ended. */
function blockOf({ block, input, ended }: Draft): JsonObject {
  if (!('input' in block) || (input === '' && ended)) return block;
  return { ...block, input: parsedOr(input) };
}

function parsedOr(text: string): Json {
  try {
    return parseJsonExactly(text);
  } catch {
    return text;
  }
}
