import type { ChatResponse, ProviderError } from '../../domain/chat.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { StreamEvent } from '../answer-form.ts';
import { cutText } from '../cut-text.ts';
import { objectsOf } from './item.ts';
import { writeResponsesBody } from './response.ts';

/** The events that build this body, each numbered. */
export function splitResponsesBody(body: JsonObject, response: ChatResponse): readonly StreamEvent[] {
  const started = { ...body, status: 'in_progress', error: null, incomplete_details: null, output: [], usage: null };
  const events: JsonObject[] = [
    { type: 'response.created', response: started },
    { type: 'response.in_progress', response: started },
  ];
  objectsOf(body['output']).forEach((item, index) => events.push(...itemEvents(item, index)));
  if (response.complete) events.push({ type: `response.${terminalWord(body['status'])}`, response: body });
  else if (response.error !== undefined) events.push(errorMembers(response.error));
  return events.map(numbered);
}

function numbered(event: JsonObject, number: number): StreamEvent {
  return { event: event['type'] as string, data: { ...event, sequence_number: number } };
}

function errorMembers({ code, type, message }: ProviderError): JsonObject {
  return { type: 'error', code: code ?? type, message, param: null };
}

export function responsesErrorEvent(error: ProviderError, number: number): StreamEvent {
  return numbered(errorMembers(error), number);
}

export function responsesFailedEvent(answer: ChatResponse, number: number): StreamEvent {
  return numbered({ type: 'response.failed', response: writeResponsesBody(answer) }, number);
}

function terminalWord(status: Json | undefined): string {
  return status === 'completed' || status === 'failed' ? status : 'incomplete';
}

function itemEvents(item: JsonObject, index: number): readonly JsonObject[] {
  const place = { item_id: item['id'] ?? '', output_index: index };
  const state = item['status'] === undefined ? {} : { status: 'in_progress' };
  const around = (opened: JsonObject, inner: readonly JsonObject[]): readonly JsonObject[] => [
    { type: 'response.output_item.added', output_index: index, item: { ...item, ...state, ...opened } },
    ...inner,
    { type: 'response.output_item.done', output_index: index, item },
  ];
  switch (item['type']) {
    case 'message':
      return around(
        { content: [] },
        objectsOf(item['content']).flatMap((part, at) => partEvents(part, { ...place, content_index: at })),
      );
    case 'reasoning':
      if (!Array.isArray(item['summary'])) return around({}, []);
      return around(
        { summary: [] },
        objectsOf(item['summary']).flatMap((part, at) => summaryEvents(part, { ...place, summary_index: at })),
      );
    case 'function_call':
      return around({ arguments: '' }, textEvents('function_call_arguments', 'arguments', item['arguments'], place));
    case 'custom_tool_call':
      return around({ input: '' }, textEvents('custom_tool_call_input', 'input', item['input'], place));
    default:
      return around({}, []);
  }
}

function partEvents(part: JsonObject, place: JsonObject): readonly JsonObject[] {
  const [name, member] = part['type'] === 'refusal' ? ['refusal', 'refusal'] : ['output_text', 'text'];
  return [
    {
      type: 'response.content_part.added',
      ...place,
      part: { ...part, [member]: '', ...(part['annotations'] === undefined ? {} : { annotations: [] }) },
    },
    ...textEvents(name, member, part[member], name === 'output_text' ? { ...place, logprobs: [] } : place),
    { type: 'response.content_part.done', ...place, part },
  ];
}

function summaryEvents(part: JsonObject, place: JsonObject): readonly JsonObject[] {
  return [
    { type: 'response.reasoning_summary_part.added', ...place, part: { ...part, text: '' } },
    ...textEvents('reasoning_summary_text', 'text', part['text'], place),
    { type: 'response.reasoning_summary_part.done', ...place, part },
  ];
}

/** A text in deltas, then whole. */
function textEvents(name: string, member: string, text: Json | undefined, place: JsonObject): readonly JsonObject[] {
  const whole = typeof text === 'string' ? text : '';
  return [
    ...cutText(whole).map((delta) => ({ type: `response.${name}.delta`, ...place, delta })),
    { type: `response.${name}.done`, ...place, [member]: whole },
  ];
}
