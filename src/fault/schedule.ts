import { compileSchema } from '../domain/json-schema.ts';
import { RehearsalFailure, type SourcePlace } from '../domain/failure.ts';
import type { FaultMatch, FaultSchedule, PlannedFault } from '../domain/fault.ts';
import { isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import { momentKinds } from '../domain/world.ts';
import { nearestWord } from '../domain/validate.ts';
import type { FaultKind } from './fault-kind.ts';
import { checkExclusion } from './exclusion.ts';
import type { PlaceInSchedule } from './place-in-schedule.ts';
import { targetOf, type FaultTarget } from './target-of.ts';

/**
 * Checks that every planned fault exists, that its settings are what the kind accepts, and that all of them can strike.
 *
 * @throws RehearsalFailure UNKNOWN_FAULT, CONFIGURATION_INVALID, FAULTS_EXCLUDE_EACH_OTHER, each with the place of the entry or its member.
 */
export function checkSchedule(schedule: FaultSchedule, faultKinds: readonly FaultKind[], placeOf: PlaceInSchedule): void {
  for (const [index, planned] of schedule.entries()) {
    const kind = faultKinds.find(({ name }) => name === planned.fault);
    const names = faultKinds.map(({ name }) => name);
    if (kind === undefined) {
      const near = nearestWord(planned.fault, names);
      throw new RehearsalFailure('UNKNOWN_FAULT', `There is no fault named ${JSON.stringify(planned.fault)}.`, {
        place: placeOf([index, 'fault']),
        hint: `${near === undefined ? '' : `Did you mean \`${near}\`? `}Faults: ${names.join(', ')}.`,
      });
    }
    checkMatch(kind, planned, (member) => placeOf([index, 'match', member]));
    const [error] = compileSchema(kind.settings)(planned.settings);
    if (error === undefined) continue;
    const needed = neededSettings(kind, planned.settings);
    const what =
      error.unknownMember !== undefined
        ? `\`${error.unknownMember}\` is none of its settings`
        : needed.length > 0
          ? `it needs ${needed.join(' and ')}`
          : `\`${error.at.slice(1)}\` ${error.message}`;
    throw new RehearsalFailure('CONFIGURATION_INVALID', `The fault ${planned.fault} does not accept these settings: ${what}.`, {
      place: placeOf([index, ...(error.unknownMember === undefined ? error.at.split('/').slice(1) : [error.unknownMember])]),
      hint: settingsHint(kind, error.unknownMember),
    });
  }
  checkExclusion(schedule, faultKinds, placeOf);
}

/** What can be told of a request, of a call, of a moment. */
const matchMembers: Readonly<Record<FaultTarget, readonly (keyof FaultMatch)[]>> = {
  request: ['provider', 'model', 'tool', 'content'],
  tool: ['tool', 'content'],
  person: ['tool', 'content'],
  moment: ['before', 'after', 'tool', 'report'],
  start: [],
  connection: ['provider', 'tool'],
};

const targetNames: Readonly<Record<FaultTarget, string>> = {
  request: 'requests',
  tool: 'calls of tools',
  person: 'questions to people',
  moment: 'moments of the history',
  start: 'from the start',
  connection: 'connections',
};

/** What a matcher asks for must be there to be seen; a moment is named where the kind strikes at moments, and nowhere else. */
function checkMatch(kind: FaultKind, { fault, match }: PlannedFault, placeOf: (member: string) => SourcePlace): void {
  const target = targetOf(kind);
  const known = matchMembers[target];
  const foreign = (Object.keys(match) as (keyof FaultMatch)[]).find((member) => match[member] !== undefined && !known.includes(member));
  if (foreign !== undefined)
    throw new RehearsalFailure('CONFIGURATION_INVALID', `The fault ${fault} strikes ${targetNames[target]}, which have no \`${foreign}\`.`, {
      place: placeOf(foreign),
      hint: known.length === 0 ? `${fault} has no \`match\`.` : `\`match\` of ${fault} knows ${known.join(', ')}.`,
    });
  const named = (['before', 'after'] as const).filter((when) => match[when] !== undefined);
  if (target === 'moment' && named.length !== 1)
    throw new RehearsalFailure('CONFIGURATION_INVALID', `The fault ${fault} needs one moment; this one has ${named.length === 0 ? 'none' : 'two'}.`, {
      place: placeOf(named[1] ?? ''),
      hint: `\`match: { before: … }\` or \`match: { after: … }\`: ${momentKinds.join(', ')}.`,
    });
}

/** Which settings there are, the one that was probably meant, and the kind's own example. */
function settingsHint(kind: FaultKind, unknown: string | undefined): string {
  const names = Object.keys(kind.settings['properties'] ?? {});
  const near = unknown === undefined ? undefined : nearestWord(unknown, names);
  const known = names.length === 0 ? `${kind.name} has no settings.` : `Settings of ${kind.name}: ${names.join(', ')}.`;
  return `${near === undefined ? '' : `Did you mean \`${near}\`? `}${known} For example: ${exampleOf(kind)}.`;
}

/** Settings that must be given and are not; alternatives are one, joined by "or". */
function neededSettings(kind: FaultKind, settings: JsonObject): readonly string[] {
  const names = (schema: Json | undefined): readonly string[] =>
    isJsonObject(schema) ? ((schema['required'] as readonly string[] | undefined) ?? []) : [];
  const missing = (wanted: readonly string[]): readonly string[] => wanted.filter((name) => !(name in settings));
  const alternatives = ((kind.settings['anyOf'] as readonly Json[] | undefined) ?? []).map(names);
  const unmet = alternatives.length > 0 && alternatives.every((each) => missing(each).length > 0);
  return [
    ...missing(names(kind.settings)).map((name) => `\`${name}\``),
    ...(unmet ? [alternatives.map((each) => each.map((name) => `\`${name}\``).join(' and ')).join(' or ')] : []),
  ];
}

/** The kind's own example, as it is written in a scenario. */
function exampleOf(kind: FaultKind): string {
  const match = targetOf(kind) === 'moment' ? { match: { after: 'tool-called' } } : {};
  const members = Object.entries({ fault: kind.name, ...match, ...kind.example }).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return `\`{ ${members.join(', ')} }\``;
}
