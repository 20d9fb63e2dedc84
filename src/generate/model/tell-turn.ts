import type { Block } from '../../domain/chat.ts';
import { canonicalJson } from '../../domain/json.ts';
import type { ModelContext } from './model-context.ts';
import type { ModelTurn } from './model-turn.ts';
import { situationOf, type Situation } from './situation.ts';

const textMax = 300;

/** A turn in a sentence, with what is wrong with it: a line of the story of a counterexample. */
export function tellTurn({ blocks, finish, damage }: ModelTurn, context: ModelContext): string {
  const situation = situationOf(context);
  const said = blocks.length === 0 ? 'says nothing' : blocks.map((block) => tellBlock(block, situation)).join(', and ');
  const calls = blocks.filter((block) => block.kind === 'tool-call');
  const notes = [
    ...(new Set(calls.map(({ id }) => id)).size < calls.length ? ['under one id'] : []),
    ...(finish === 'length' ? ['and ends at its length limit'] : finish === 'content-filter' ? ['and is stopped by a filter'] : []),
    ...(damage?.kind === 'no-end' ? ['but never says that this is the end'] : []),
    ...(damage?.kind === 'ends-early'
      ? [`but breaks off after ${damage.afterPercent} % of it${damage.abruptly ? ', and the connection with it' : ''}`]
      : []),
  ];
  return [said, ...notes].join(', ');
}

function tellBlock(block: Block, { toolNamed }: Situation): string {
  switch (block.kind) {
    case 'text':
      return `says ${JSON.stringify(cut(block.text))}`;
    case 'reasoning':
      return 'thinks aloud';
    case 'refusal':
      return `refuses: ${JSON.stringify(cut(block.text))}`;
    case 'tool-call': {
      const tool = toolNamed(block.name);
      if (block.arguments === undefined) return `calls ${block.name} with what is no JSON: ${JSON.stringify(cut(block.malformed ?? ''))}`;
      const breach = tool?.values?.breach(block.arguments)?.sentence;
      const wrong = tool === undefined ? ', which is not offered' : breach === undefined ? '' : `, which does not fit: ${breach}`;
      return `calls ${block.name} ${cut(canonicalJson(block.arguments))}${wrong}`;
    }
    default:
      return 'says something else';
  }
}

function cut(text: string): string {
  return text.length > textMax ? `${text.slice(0, textMax)}…` : text;
}
