import type { Episode } from '../domain/episode.ts';
import { other, type Check, type Judgement, type SetCheck } from './check.ts';

/** A torn history never passes: what broke a claim may lie in the part that is lost. A refutation stands, whatever came after. */
export function onlyWhole(check: Check): Check {
  return {
    ...check,
    check(episode) {
      const judgement = check.check(episode);
      return judgement.outcome === 'pass' ? held(judgement, [episode]) : judgement;
    },
  };
}

/** The same for a claim about several episodes. */
export function onlyWholeSet(check: SetCheck): SetCheck {
  return { ...check, check: (episodes) => held(check.check(episodes), episodes) };
}

function held(judgement: Judgement, episodes: readonly Episode[]): Judgement {
  if (judgement.outcome !== 'pass' || episodes.every(isWhole)) return judgement;
  return other('unknown', `The history has no end, so that nothing can hold of all of it; until there: ${judgement.text}`, judgement.evidence);
}

function isWhole({ events }: Episode): boolean {
  return events.findLast(({ kind }) => kind === 'episode-ended') !== undefined;
}
