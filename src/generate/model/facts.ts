import type { Block } from '../../domain/chat.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';

/** Something that was said in the conversation, and under which name. */
export interface Fact {
  /** Of the member that held it; empty for what stood in a text. */
  readonly name: string;
  readonly value: string | number | boolean;
}

const known = new Map<string, readonly Fact[]>();
const knownMax = 2000;
const factsMax = 200;

/** What blocks tell: leaves of JSON with their names, numbers and codes in texts. */
export function factsIn(blocks: readonly Block[]): readonly Fact[] {
  return blocks.flatMap((block): readonly Fact[] => {
    if (block.kind === 'text') return factsOfText(block.text);
    if (block.kind === 'tool-result') return factsIn(block.content);
    return block.kind === 'tool-call' && block.arguments !== undefined ? leavesOf(block.arguments) : [];
  });
}

/** A history is sent again with each request; each text is looked through once. */
function factsOfText(text: string): readonly Fact[] {
  let facts = known.get(text);
  if (facts === undefined) {
    if (known.size >= knownMax) known.clear();
    known.set(text, (facts = lookThrough(text)));
  }
  return facts;
}

function lookThrough(text: string): readonly Fact[] {
  const json = parsed(text);
  if (json !== undefined) return leavesOf(json);
  const codes = text.slice(0, 10_000).match(/[\w.+-]+@[\w-]+\.[\w.-]+|\b[A-Z]{1,6}-?\d[\w-]*|\b\d+(?:\.\d+)?\b/g) ?? [];
  return codes.slice(0, 40).map((code) => ({ name: '', value: /^\d+(\.\d+)?$/.test(code) ? Number(code) : code }));
}

/** A text that is JSON; undefined for any other. */
export function parsed(text: string): Json | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function leavesOf(value: Json, name = '', found: Fact[] = []): readonly Fact[] {
  if (found.length >= factsMax || value === null) return found;
  if (Array.isArray(value)) for (const item of value as readonly Json[]) leavesOf(item, name, found);
  else if (isJsonObject(value)) for (const [own, member] of Object.entries(value)) leavesOf(member, own, found);
  else found.push({ name, value: value as string | number | boolean });
  return found;
}
