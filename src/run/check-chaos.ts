import { checks, setChecks } from '../check/index.ts';
import type { SourceDocument } from '../domain/document.ts';
import { RehearsalFailure } from '../domain/failure.ts';
import type { CasePlan } from '../domain/scenario.ts';
import { nearestWord } from '../domain/validate.ts';
import { faultKinds } from '../fault/index.ts';

/**
 * Checks that `chaos:` names kinds of faults and claims that there are.
 *
 * @throws RehearsalFailure UNKNOWN_FAULT, UNKNOWN_CHECK, with the place.
 */
export function checkChaos(plan: CasePlan, document: SourceDocument): void {
  if (plan.chaos === undefined) return;
  const isOwn = (document.value as { cases: readonly object[] }).cases[plan.index]!;
  const { only = [], except = [], weaknesses = [] } = plan.chaos;
  const at = (member: string, ...rest: readonly (string | number)[]): readonly (string | number)[] => {
    const own = (isOwn as { chaos?: object }).chaos;
    return own !== undefined && member in own ? ['cases', plan.index, 'chaos', member, ...rest] : ['chaos', member, ...rest];
  };
  const kinds = faultKinds.map(({ name }) => name);
  const claims = [...checks, ...setChecks].map(({ claim }) => claim);
  const named = (what: 'fault' | 'claim', name: string, path: readonly (string | number)[]): void => {
    const known = what === 'fault' ? kinds : claims;
    if (known.includes(name)) return;
    const near = nearestWord(name, known);
    throw new RehearsalFailure(what === 'fault' ? 'UNKNOWN_FAULT' : 'UNKNOWN_CHECK', `There is no ${what} named ${JSON.stringify(name)}.`, {
      place: document.placeOf(path),
      hint: `${near === undefined ? '' : `Did you mean \`${near}\`? `}${what === 'fault' ? 'Faults' : 'Claims'}: ${known.join(', ')}.`,
    });
  };
  for (const [index, name] of only.entries()) named('fault', name, at('only', index));
  for (const [index, name] of except.entries()) named('fault', name, at('except', index));
  for (const [index, weakness] of weaknesses.entries()) {
    named('claim', weakness.claim, at('weaknesses', index, 'claim'));
    for (const [position, name] of weakness.faults.entries()) named('fault', name, at('weaknesses', index, 'faults', position));
  }
}
