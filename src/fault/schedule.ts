import { compileSchema } from '../domain/json-schema.ts';
import { RehearsalFailure, type SourcePlace } from '../domain/failure.ts';
import type { FaultSchedule, PlannedFault } from '../domain/fault.ts';
import { isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import { momentKinds } from '../domain/world.ts';
import { nearestWord } from '../domain/validate.ts';
import type { FaultKind } from './fault-kind.ts';
import { checkExclusion } from './exclusion.ts';
import { targetOf } from './target-of.ts';

/**
 * Checks that every planned fault exists and that its settings are what the kind accepts.
 *
 * @throws RehearsalFailure UNKNOWN_FAULT, CONFIGURATION_INVALID, each with the place of the entry.
 */
export function checkSchedule(schedule: FaultSchedule, faultKinds: readonly FaultKind[], placeOf: (index: number) => SourcePlace): void {
  for (const [index, planned] of schedule.entries()) {
    const kind = faultKinds.find(({ name }) => name === planned.fault);
    const names = faultKinds.map(({ name }) => name);
    if (kind === undefined) {
      const near = nearestWord(planned.fault, names);
      throw new RehearsalFailure('UNKNOWN_FAULT', `There is no fault named ${JSON.stringify(planned.fault)}.`, {
        place: placeOf(index),
        hint: `${near === undefined ? '' : `Did you mean \`${near}\`? `}Faults: ${names.join(', ')}.`,
      });
    }
    checkMatch(kind, planned, () => placeOf(index));
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
      place: placeOf(index),
      hint: `Settings of ${planned.fault}: ${Object.keys(kind.settings['properties'] ?? {}).join(', ')}. For example: ${exampleOf(kind)}.`,
    });
  }
  checkExclusion(schedule, faultKinds, placeOf);
}

/** A moment is named where the kind strikes at moments, and nowhere else. */
function checkMatch(kind: FaultKind, { fault, match }: PlannedFault, placeOf: () => SourcePlace): void {
  const atMoments = targetOf(kind) === 'moment';
  const named = (['before', 'after'] as const).filter((when) => match[when] !== undefined);
  const foreign = (['provider', 'model', 'content'] as const).filter((member) => match[member] !== undefined);
  const fail = (message: string, hint: string): never => {
    throw new RehearsalFailure('CONFIGURATION_INVALID', message, { place: placeOf(), hint });
  };
  if (!atMoments && (named.length > 0 || match.report !== undefined))
    fail(
      `The fault ${fault} strikes no moments of the history: \`match.${named[0] ?? 'report'}\` is not for it.`,
      'It is for faults of processes and of time.',
    );
  const unseen = foreign.find((member) => member !== 'provider');
  if (targetOf(kind) === 'connection' && unseen !== undefined)
    fail(
      `The fault ${fault} strikes a connection, which has no \`${unseen}\`.`,
      'Name a provider, or the tool that is called: `match: { provider: openai }`, `match: { tool: refund }`.',
    );
  if (!atMoments) return;
  if (foreign.length > 0)
    fail(
      `The fault ${fault} strikes at moments, which have no \`${foreign[0]!}\`.`,
      `Name a moment: \`match: { before: tool-called, tool: refund }\`.`,
    );
  if (named.length !== 1)
    fail(
      `The fault ${fault} needs one moment; this one has ${named.length === 0 ? 'none' : 'two'}.`,
      `\`match: { before: … }\` or \`match: { after: … }\`: ${momentKinds.join(', ')}.`,
    );
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
  const members = Object.entries({ fault: kind.name, ...kind.example }).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return `\`{ ${members.join(', ')} }\``;
}
