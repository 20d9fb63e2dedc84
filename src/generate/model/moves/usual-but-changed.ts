import { textOf, type Block, type ToolCallBlock } from '../../../domain/chat.ts';
import { isJsonObject, type Json } from '../../../domain/json.ts';
import type { Draw } from '../../draw.ts';
import { saysBlocks, saysText } from '../calls.ts';
import { leafPaths, valueAt, withValueAt } from '../../leaf-paths.ts';
import type { Move } from '../move.ts';
import type { Situation } from '../situation.ts';

/** The usual answer with one thing changed: an argument, a member of its JSON, a number in its text. */
export const usualButChanged: Move = {
  kind: 'usual-but-changed',
  weight: 15,
  says(situation, draw) {
    const { context, usualJson } = situation;
    if (context.usual === undefined) return undefined;
    if (usualJson !== undefined) return saysText(JSON.stringify(changedLeaf(usualJson, situation, draw)));
    const at = context.usual.findIndex((block) => block.kind === 'tool-call' && isJsonObject(block.arguments));
    if (at !== -1) {
      const changed = changedCall(context.usual[at] as ToolCallBlock, situation, draw);
      return changed === undefined ? undefined : saysBlocks(context.usual.with(at, changed));
    }
    const text = textOf(context.usual);
    const numbers = [...text.matchAll(/\d+/g)];
    if (numbers.length === 0) return undefined;
    const { 0: digits, index } = draw.pick(numbers);
    return saysText(text.slice(0, index) + String(Number(digits) + draw.pick([1, -1, 100])) + text.slice(index + digits.length));
  },
};

/** What is off the contract is another move's. */
function changedCall(call: ToolCallBlock, situation: Situation, draw: Draw): Block | undefined {
  const values = situation.toolNamed(call.name)?.values;
  for (let tries = 0; tries < 8; tries++) {
    const changed = changedLeaf(call.arguments!, situation, draw);
    if (values?.accepts(changed) !== false) return { ...call, arguments: changed };
  }
  return undefined;
}

function changedLeaf(value: Json, { facts }: Situation, draw: Draw): Json {
  const paths = leafPaths(value);
  if (paths.length === 0) return value;
  const path = draw.pick(paths);
  const leaf = valueAt(value, path)!;
  const said = facts.filter((fact) => typeof fact.value === typeof leaf && fact.value !== leaf);
  const named = said.filter(({ name }) => name === path.at(-1));
  if (said.length > 0 && !draw.oneIn(3)) return withValueAt(value, path, draw.pick(named.length > 0 ? named : said).value);
  if (typeof leaf === 'number') return withValueAt(value, path, draw.pick([leaf + 1, leaf - 1, leaf * 2, leaf * 10, -leaf, 0]));
  if (typeof leaf === 'boolean') return withValueAt(value, path, !leaf);
  if (typeof leaf === 'string') return withValueAt(value, path, draw.pick(['', `${leaf}x`, leaf.toUpperCase(), 'unknown']));
  return withValueAt(value, path, draw.pick([0, '', false]));
}
