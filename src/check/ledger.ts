import type { Episode } from '../domain/episode.ts';
import type { EventOf } from '../domain/event.ts';
import { canonicalJson, isJsonObject, type Json } from '../domain/json.ts';
import type { ToolContract } from '../domain/contract.ts';
import { findContract, operationOf } from '../contract/index.ts';
import { other, type Judgement } from './check.ts';
import { historyOf } from './history.ts';

type Effect = EventOf<'effect-committed'>;

/** Why no claim about effects can be decided; undefined where the ledger has lines. */
export function withoutEffects(episode: Episode): Judgement | undefined {
  const history = historyOf(episode);
  if (history.of('effect-committed').length > 0) return undefined;
  if (episode.world === undefined) {
    return episode.contracts.some(({ effect }) => effect === 'write')
      ? other(
          'unobserved',
          'Nobody kept a ledger of effects: give the case a `world:`, and let the agent call its tools at $REHEARSAL_TOOLS_URL or $REHEARSAL_MCP_URL.',
        )
      : other('not-applicable', 'The case has no world, and no contract says `effect: write`.');
  }
  return other('unobserved', 'The ledger is empty: the agent changed nothing in this case.');
}

/** Effects that no later effect took back. */
export function standing(effects: readonly Effect[]): readonly Effect[] {
  const undone = new Set(effects.flatMap(({ undoes }) => (undoes === undefined ? [] : [undoes])));
  return effects.filter(({ effect, undoes }) => undoes === undefined && !undone.has(effect));
}

export function contractOf(episode: Episode, effect: Effect): ToolContract | undefined {
  return findContract(episode.contracts, effect.tool);
}

/** What an effect did, whatever its key: equal for two that did the same. */
export function deedOf(episode: Episode, effect: Effect): string {
  return effect.intent ?? operationOf(contractOf(episode, effect) ?? { name: effect.tool }, effect.arguments);
}

/** Arguments without some members, as one text. */
export function argumentsWithout(args: Json, names: readonly string[]): string {
  return canonicalJson(isJsonObject(args) ? Object.fromEntries(Object.entries(args).filter(([name]) => !names.includes(name))) : args);
}
