import { textOf, type Block } from '../../domain/chat.ts';
import { canonicalJson, type Json } from '../../domain/json.ts';
import { leavesThatDiffer } from '../nearer-to.ts';
import { isSimpler } from '../schema/simplicity.ts';
import { parsed } from './facts.ts';
import type { ModelTurn } from './model-turn.ts';
import type { Situation } from './situation.ts';

/**
 * True where a turn is simpler for a reader: first by what is wrong with it, then by how much it does, then by how far it is from the usual, last by its size.
 * What is usual is the simplest of all, then an answer, then one call that fits.
 */
export function isSimplerTurn(one: ModelTurn, other: ModelTurn, situation: Situation): boolean {
  const [costs, others] = [costsOf(one, situation), costsOf(other, situation)];
  for (let index = 0; index < costs.length; index++) if (costs[index] !== others[index]) return costs[index]! < others[index]!;
  return isSimpler(turnJson(one), turnJson(other));
}

function costsOf(turn: ModelTurn, situation: Situation): readonly number[] {
  const { usual } = situation.context;
  if (usual !== undefined && turn.damage === undefined && canonicalJson(turn.blocks as unknown as Json) === canonicalJson(usual as unknown as Json))
    return [0, 0, 0];
  return [1 + oddness(turn, situation), turn.blocks.reduce((sum, { kind }) => sum + (kind === 'tool-call' ? 2 : 1), 0), differences(turn, situation)];
}

/** How many things are wrong with a turn. */
function oddness({ blocks, finish, damage }: ModelTurn, situation: Situation): number {
  const ids = new Set<string>();
  let odd = (damage === undefined ? 0 : 2) + (finish === 'stop' || finish === 'tool-calls' ? 0 : 2) + (blocks.length === 0 ? 1 : 0);
  for (const block of blocks) {
    odd += oddnessOf(block, situation);
    if (block.kind !== 'tool-call') continue;
    if (ids.has(block.id)) odd++;
    ids.add(block.id);
  }
  return odd;
}

function oddnessOf(block: Block, { toolNamed, answer }: Situation): number {
  if (block.kind === 'text') return answer === undefined || answer.accepts(parsed(block.text) ?? block.text) ? 0 : 1;
  if (block.kind !== 'tool-call') return 1;
  const tool = toolNamed(block.name);
  if (block.arguments === undefined) return 2;
  return (tool === undefined ? 1 : 0) + (tool?.values?.accepts(block.arguments) === false ? 1 : 0);
}

/** How many leaves of JSON differ from the usual answer. */
function differences({ blocks }: ModelTurn, { usualJson }: Situation): number {
  const own = usualJson === undefined ? undefined : parsed(textOf(blocks));
  if (own === undefined) return usualJson === undefined ? 0 : 1000;
  return leavesThatDiffer(own, usualJson!);
}

function turnJson({ blocks, damage }: ModelTurn): Json {
  return { blocks: blocks as unknown as Json, ...(damage === undefined ? {} : { damage: damage as unknown as Json }) };
}
