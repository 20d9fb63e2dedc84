import type { EventOf } from '../domain/event.ts';
import { other, pass, type Check } from './check.ts';
import { historyOf } from './history.ts';
import { withoutEffects } from './ledger.ts';
import { refuted } from './refuted.ts';
import { counted, listed, type Finding } from './sentence.ts';

/** A refund that is paid twice, a letter that is sent again: what was meant once must happen once, whatever was lost on the way. */
export const effectsHappenOnce: Check = {
  claim: 'effects-happen-once',
  from: 'S1.2 S2.2',
  rule: 'The ledger has at most one effect of the agent for each intent (`intent` of the contract, filled with the arguments) that was not taken back before.',
  declaredAt: ['tools'],
  check(episode) {
    const missing = withoutEffects(episode);
    if (missing !== undefined) return missing;
    const history = historyOf(episode);
    const meant = history.effects.filter(({ intent, undoes }) => intent !== undefined && undoes === undefined);
    if (meant.length === 0) {
      const tools = [...new Set(history.effects.filter(({ undoes }) => undoes === undefined).map(({ tool }) => tool))];
      return tools.length === 0
        ? other('not-applicable', 'The ledger has no effect that the agent meant to bring about.')
        : other(
            'unobserved',
            `No effect has an intent: say in the contract of ${listed(tools)} what a call is meant to bring about, e.g. \`intent: "refund:{order_id}"\`.`,
          );
    }
    const findings = [...Map.groupBy(meant, ({ intent }) => intent!)].flatMap(([intent, effects]): readonly Finding[] => {
      const twice = mostAtOnce(effects, history.effects);
      return twice.length <= 1
        ? []
        : [
            {
              text: `${intent} happened ${twice.length} times, limit 1 (effects ${twice.map(({ effect }) => effect).join(', ')})`,
              seqs: twice.map(({ seq }) => seq),
            },
          ];
    });
    if (findings.length > 0) return refuted(findings);
    const unnamed = history.effects.filter(({ intent, undoes }) => intent === undefined && undoes === undefined).length;
    const untold = unnamed === 0 ? '' : ` ${counted(unnamed, 'effect has', 'effects have')} no intent, and could not be counted.`;
    const lost = history.calls.filter(({ effects, delivered }) => effects.length > 0 && !delivered);
    const tested =
      lost.length === 0
        ? 'No answer was lost after its effect: a fault that loses one would test this harder'
        : `${counted(lost.length, 'answer was', 'answers were')} lost after the effect, and it was not repeated`;
    return pass(
      `${counted(meant.length, 'effect')} for ${counted(new Set(meant.map(({ intent }) => intent)).size, 'intent')}, none twice.${untold} ${tested}.`,
      meant.map(({ seq }) => seq),
    );
  },
};

/** The effects of one intent that stood at the same time, where there were most of them. */
function mostAtOnce(
  effects: readonly EventOf<'effect-committed'>[],
  all: readonly EventOf<'effect-committed'>[],
): readonly EventOf<'effect-committed'>[] {
  const undoneAt = new Map(all.flatMap(({ seq, undoes }) => (undoes === undefined ? [] : [[undoes, seq] as const])));
  const sets = effects.map((latest) => effects.filter(({ effect, seq }) => seq <= latest.seq && (undoneAt.get(effect) ?? Infinity) > latest.seq));
  return sets.reduce((most, next) => (next.length > most.length ? next : most));
}
