import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import type { StreamFold } from '../answer-form.ts';

type Draft = Record<string, Json>;
const terminalEvents: readonly unknown[] = ['response.completed', 'response.incomplete', 'response.failed'];

/**
 * Folds the events of a stream into the `response` object they build. The terminal event carries it whole; before that, or where a server sends the
 * terminal event without output, the items are built from their pieces.
 */
export function startResponsesFold(): StreamFold {
  const items: Draft[] = [];
  let response: JsonObject = {};
  let complete = false;
  return {
    add(event) {
      if (isJsonObject(event['response'])) response = event['response'];
      if (terminalEvents.includes(event['type'])) complete = true;
      else foldEvent(items, event);
    },
    end() {
      const { output } = response;
      const whole = Array.isArray(output) && output.length > 0;
      return { body: whole ? response : { ...response, output: items.filter(() => true) }, complete };
    },
  };
}

function foldEvent(items: Draft[], event: JsonObject): void {
  const { type, output_index: index, item } = event;
  const place = isPlace(index) ? index : Math.max(0, items.length - 1);
  if (type === 'response.output_item.added' || type === 'response.output_item.done') {
    if (isJsonObject(item)) items[type === 'response.output_item.added' && !isPlace(index) ? items.length : place] = { ...item };
    return;
  }
  const { delta, part } = event;
  const open = items[place];
  if (open === undefined || typeof type !== 'string') return;
  const target = targets[type];
  if (isJsonObject(part)) setPart(open, type.startsWith('response.reasoning_summary') ? 'summary' : 'content', event, part);
  else if (target !== undefined && typeof delta === 'string') appendDelta(open, target, event, delta);
}

/** Where a delta goes: the member of the item, and for lists the member and the type of the part. */
interface Target {
  readonly member: string;
  readonly text?: string;
  readonly type?: string;
}

const targets: Readonly<Record<string, Target>> = {
  'response.output_text.delta': { member: 'content', text: 'text', type: 'output_text' },
  'response.refusal.delta': { member: 'content', text: 'refusal', type: 'refusal' },
  'response.reasoning_text.delta': { member: 'content', text: 'text', type: 'reasoning_text' },
  'response.reasoning_summary_text.delta': { member: 'summary', text: 'text', type: 'summary_text' },
  'response.function_call_arguments.delta': { member: 'arguments' },
  'response.custom_tool_call_input.delta': { member: 'input' },
};

function appendDelta(item: Draft, { member, text, type }: Target, event: JsonObject, delta: string): void {
  if (text === undefined) {
    item[member] = textOrNone(item[member]) + delta;
    return;
  }
  const list = listOf(item, member);
  const at = partPlace(event, member);
  const before = list[at];
  const part = isJsonObject(before) ? before : { type: type! };
  list[at] = { ...part, [text]: textOrNone(part[text]) + delta };
}

function setPart(item: Draft, member: string, event: JsonObject, part: JsonObject): void {
  listOf(item, member)[partPlace(event, member)] = part;
}

/** A list that may be written to, in place of the event's own. */
function listOf(item: Draft, member: string): Json[] {
  const before = item[member];
  const list: Json[] = Array.isArray(before) ? [...(before as readonly Json[])] : [];
  item[member] = list;
  return list;
}

function partPlace(event: JsonObject, member: string): number {
  const index = event[member === 'summary' ? 'summary_index' : 'content_index'];
  return isPlace(index) ? index : 0;
}

/** An index that a stream can have; a larger one would make a list of holes. */
function isPlace(index: Json | undefined): index is number {
  return typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < 10_000;
}

function textOrNone(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
