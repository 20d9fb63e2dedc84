import type { Block } from '../domain/chat.ts';
import { extraOf } from './extra-of.ts';
import { isEmpty } from './is-empty.ts';

/**
 * A block of an answer, read as a block of a request is, without what only a request needs to keep: ids and states of items, and members that
 * are empty. Undefined for a text that has nothing in it.
 */
export function answeredBlock(block: Block, dropped: readonly string[] = []): Block | undefined {
  if (block.kind === 'other' || block.extra === undefined) return block.kind === 'text' && block.text === '' ? undefined : block;
  const { extra, ...bare } = block;
  const kept = extraOf(extra, [...dropped, ...Object.keys(extra).filter((name) => isEmpty(extra[name]))]);
  if (kept !== undefined) return { ...bare, extra: kept };
  return bare.kind === 'text' && bare.text === '' ? undefined : bare;
}
