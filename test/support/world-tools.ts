import type { ToolContract } from '../../src/domain/contract.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { called, committed, gave, type Body } from './episodes.ts';

const anything: JsonObject = { type: 'object' };

/** Contracts of a small shop, as claims about effects need them. */
export const shop: readonly ToolContract[] = [
  { name: 'get_order', input: anything, effect: 'read', entity: 'order:{order}' },
  { name: 'pay_back', input: anything, effect: 'write', intent: 'refund:{order}', entity: 'order:{order}', key: 'request' },
  {
    name: 'book',
    input: anything,
    effect: 'write',
    intent: 'book:{order}',
    entity: 'order:{order}',
    compensation: { tool: 'unbook', arguments: { order: '{order}' } },
  },
  {
    name: 'ship',
    input: anything,
    effect: 'write',
    intent: 'ship:{order}',
    entity: 'order:{order}',
    compensation: { tool: 'unship', arguments: { order: '{order}' } },
  },
  { name: 'unbook', input: anything, effect: 'write' },
  { name: 'unship', input: anything, effect: 'write' },
  { name: 'drop_table', input: anything, effect: 'write', dangerous: true },
  { name: 'send_letter', input: anything, effect: 'write', intent: 'letter:{to}', message: { to: 'to', text: 'text' } },
  { name: 'make_function', input: anything, effect: 'write', creates: { nameArguments: ['name'] } },
];

/** A write: called, committed, answered. The key is the argument `request`. */
export function did(toolCall: number, tool: string, args: JsonObject = {}, members: Parameters<typeof committed>[2] = {}): readonly Body[] {
  const { request, ...rest } = args;
  const common = { ...contractMembers(tool, args), ...(request === undefined ? {} : { key: request as string }) };
  return [
    called(toolCall, tool, args, { ...common, operation: JSON.stringify([tool, rest]) }),
    committed(toolCall, tool, { toolCall, arguments: args, ...common, ...members }),
    gave(toolCall, tool),
  ];
}

/** A write whose answer was lost after it had taken effect. */
export function didButLost(toolCall: number, tool: string, args: JsonObject = {}): readonly Body[] {
  return [...did(toolCall, tool, args).slice(0, 2), gave(toolCall, tool, 'unknown')];
}

/** A call that changed nothing: a read, or a write that failed. */
export function tried(
  toolCall: number,
  tool: string,
  args: JsonObject = {},
  outcome: Parameters<typeof gave>[2] = 'ok',
  result: JsonObject = { status: 'success' },
): readonly Body[] {
  return [did(toolCall, tool, args)[0]!, gave(toolCall, tool, outcome, { result })];
}

function contractMembers(tool: string, args: JsonObject): { intent?: string; entity?: string } {
  const fill = (template: string | undefined): string | undefined =>
    template?.replaceAll(/\{(\w+)\}/g, (_, name: string) => JSON.stringify(args[name]));
  const contract = shop.find(({ name }) => name === tool);
  const [intent, entity] = [fill(contract?.intent), fill(contract?.entity)];
  return { ...(intent === undefined ? {} : { intent }), ...(entity === undefined ? {} : { entity }) };
}
