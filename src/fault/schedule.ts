import { Ajv2020 } from 'ajv/dist/2020.js';
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
    const validate = new Ajv2020({ allErrors: true, strict: true }).compile(kind.settings);
    if (validate(planned.settings)) continue;
    const [error] = validate.errors ?? [];
    const extra = (error?.params as { additionalProperty?: string } | undefined)?.additionalProperty;
    throw new RehearsalFailure(
      'CONFIGURATION_INVALID',
      `The fault ${planned.fault} does not accept these settings: ${extra === undefined ? `${error?.instancePath.slice(1) ?? ''} ${error?.message ?? ''}`.trim() : `\`${extra}\` is none of its settings`}.`,
      {
        place: placeOf(index),
        hint: `Settings of ${planned.fault}: ${Object.keys(kind.settings['properties'] ?? {}).join(', ')}.`,
      },
    );
  }
}
