import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { FaultSchedule } from '../../src/domain/fault.ts';
import { scheduleYaml } from '../../src/report/chaos/schedule-yaml.ts';

// Goal: what a reader copies out of a report is the schedule, whatever words are in it. Method: it is read back by the YAML parser of scenario files.

const entry = fc.record({
  fault: fc.constantFrom('lost-tool-answer', 'provider-error'),
  match: fc.record({ tool: fc.string({ unit: 'binary' }), content: fc.string() }, { requiredKeys: [] }),
  occurrence: fc.oneof(fc.integer({ min: 2, max: 9 }), fc.constant('every' as const), fc.record({ first: fc.integer({ min: 1, max: 9 }) })),
  settings: fc.dictionary(
    fc.string({ minLength: 1 }).filter((name) => !['fault', 'match', 'occurrence', '__proto__'].includes(name)),
    fc.jsonValue().filter((value) => !JSON.stringify(value).includes('__proto__')),
    { maxKeys: 3 },
  ),
});

test('is read back as the same schedule', () => {
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 3 }), (schedule) => {
      const wellFormed = JSON.parse(
        JSON.stringify(schedule).replaceAll('-0,', '0,').replaceAll('-0}', '0}').replaceAll('-0]', '0]'),
      ) as FaultSchedule;
      const expected = wellFormed.map(({ fault, match, occurrence, settings }) => ({
        fault,
        ...(Object.keys(match).length === 0 ? {} : { match }),
        occurrence,
        ...settings,
      }));
      expect(parse(scheduleYaml(wellFormed))).toEqual({ faults: expected });
    }),
    { numRuns: 500, seed: 4711 },
  );
});

test('words that YAML reads as something else are quoted, plain words are not', () => {
  const schedule = [
    {
      fault: 'tool-error',
      match: { tool: 'no' },
      occurrence: 1,
      settings: { code: '007', message: 'a: b', text: '\u202Eevil', status: 'temporary_error' },
    },
  ];
  expect(scheduleYaml(schedule)).toBe(
    'faults:\n  - { fault: tool-error, match: { tool: "no" }, code: "007", message: "a: b", status: temporary_error, text: "\\u202Eevil" }',
  );
  expect(scheduleYaml([])).toBe('faults: []');
});
