import { other, pass, type Check } from './check.ts';
import { historyOf } from './history.ts';
import { argumentsWithout, contractOf, standing, withoutEffects } from './ledger.ts';
import { refuted } from './refuted.ts';
import { counted, listed } from './sentence.ts';

/** Ten functions that do the same under ten names: at each step the agent took it for a new task. */
export const createsEachArtefactOnce: Check = {
  claim: 'creates-each-artefact-once',
  from: 'S2.6',
  rule: 'Among the effects of tools whose contract says `creates`, no two that still stand differ only in the arguments that name the artefact.',
  declaredAt: ['tools'],
  check(episode) {
    if (!episode.contracts.some(({ creates }) => creates !== undefined)) return other('not-applicable', 'No contract says `creates`.');
    const missing = withoutEffects(episode);
    if (missing !== undefined) return missing;
    const made = standing(historyOf(episode).effects).flatMap((effect) => {
      const contract = contractOf(episode, effect);
      if (contract?.creates === undefined) return [];
      const naming = [...contract.creates.nameArguments, ...(contract.volatile ?? []), ...(contract.key === undefined ? [] : [contract.key])];
      return [{ effect, artefact: `${effect.tool} ${argumentsWithout(effect.arguments, naming)}` }];
    });
    if (made.length === 0) return other('unobserved', 'No artefact was made.');
    const groups = [...Map.groupBy(made, ({ artefact }) => artefact).values()];
    const again = groups.filter((group) => group.length > 1);
    if (again.length > 0) {
      return refuted(
        again.map((group) => ({
          text: `${group[0]!.effect.tool} made the same artefact ${group.length} times, limit 1 (effects ${listed(group.map(({ effect }) => String(effect.effect)))})`,
          seqs: group.map(({ effect }) => effect.seq),
        })),
      );
    }
    return pass(
      `${counted(made.length, 'artefact')}, no two alike but for their names.`,
      made.map(({ effect }) => effect.seq),
    );
  },
};
