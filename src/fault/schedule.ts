import { compileSchema } from '../domain/json-schema.ts';
import { RehearsalFailure, type SourcePlace } from '../domain/failure.ts';
import type { FaultSchedule } from '../domain/fault.ts';
import { nearestWord } from '../domain/validate.ts';
import type { FaultKind } from './fault-kind.ts';

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
    const [error] = compileSchema(kind.settings)(planned.settings);
    if (error === undefined) continue;
    const what =
      error.unknownMember === undefined ? `${error.at.slice(1)} ${error.message}`.trim() : `\`${error.unknownMember}\` is none of its settings`;
    throw new RehearsalFailure('CONFIGURATION_INVALID', `The fault ${planned.fault} does not accept these settings: ${what}.`, {
      place: placeOf(index),
      hint: `Settings of ${planned.fault}: ${Object.keys(kind.settings['properties'] ?? {}).join(', ')}.`,
    });
  }
}
