import { RehearsalFailure, type SourcePlace } from '../domain/failure.ts';
import { nearestWord } from '../domain/validate.ts';
import type { LooserMatcher } from './matcher.ts';
import { looserMatchers } from './matchers/index.ts';

/**
 * The looser matcher of that name; undefined for `exact`.
 *
 * @throws RehearsalFailure UNKNOWN_MATCHER, with the place where the name stands.
 */
export function matcherNamed(name: string, placeOf?: () => SourcePlace): LooserMatcher | undefined {
  if (name === 'exact') return undefined;
  const found = looserMatchers.find((matcher) => matcher.name === name);
  if (found !== undefined) return found;
  const names = ['exact', ...looserMatchers.map((matcher) => matcher.name)];
  const near = nearestWord(name, names);
  throw new RehearsalFailure('UNKNOWN_MATCHER', `There is no matcher named ${JSON.stringify(name)}.`, {
    ...(placeOf === undefined ? {} : { place: placeOf() }),
    hint: `${near === undefined ? '' : `Did you mean \`${near}\`? `}Matchers: ${names.join(', ')}.`,
  });
}
