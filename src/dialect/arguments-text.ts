import type { ToolCallBlock } from '../domain/chat.ts';
import { jsonText } from './json-text.ts';

/** The arguments of a tool call as the text that the model wrote. */
export function argumentsText(call: ToolCallBlock): string {
  return call.arguments === undefined ? (call.malformed ?? '{}') : jsonText(call.arguments);
}
