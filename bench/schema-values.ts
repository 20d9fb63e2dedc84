import * as fc from 'fast-check';
import { compileSchema } from '../src/domain/json-schema.ts';
import type { JsonObject } from '../src/domain/json.ts';
import { invalidValues, validValues } from '../src/generate/index.ts';
import type { Measurement, Row } from './measurement.ts';

const count = 20_000;
const perSecondMin = 20_000;
const seed = 20_261_120;

/** Values from a contract of twenty fields: what the twenty kinds of a contract usually are. */
export const schemaValues: Measurement = {
  name: 'schema-values',
  how: `CPU time of ${count.toLocaleString('en')} values for a contract of 20 fields, each looked at by ajv; beside it the same members written by hand as arbitraries of fast-check`,
  measure() {
    const valid = perSecond(validValues(contract), count);
    const all = perSecond(validValues({ ...contract, required: Object.keys(contract['properties'] as JsonObject) }), count);
    const invalid = perSecond(invalidValues(contract), count / 4);
    const byHand = perSecond(written, count);
    const opening = openingMs();
    return Promise.resolve([
      row('values that fit', valid, perSecondMin),
      row('with all members', all, perSecondMin),
      row('with all members', all, byHand, 'fast-check by hand, unchecked,'),
      row('values that just do not fit', invalid, perSecondMin),
      { subject: 'opening a contract', measured: `${opening.toFixed(1)} ms`, beside: 'once; most of it is ajv compiling' },
    ] satisfies readonly Row[]);
  },
};

function row(subject: string, rate: number, least: number, beside = 'wanted'): Row {
  const own = {
    subject,
    measured: `${Math.round(rate).toLocaleString('en')} per s`,
    beside: `${beside} ${Math.round(least).toLocaleString('en')} per s`,
  };
  return beside === 'wanted' ? { ...own, ratio: least / rate, ratioMax: 1 } : { ...own, ratio: least / rate };
}

function perSecond(arbitrary: fc.Arbitrary<unknown>, numRuns: number): number {
  fc.sample(arbitrary, { numRuns: numRuns / 4, seed });
  return (numRuns / cpuMs(() => fc.sample(arbitrary, { numRuns, seed }))) * 1000;
}

function openingMs(): number {
  const rounds = 20;
  compileSchema({ title: 'load ajv' });
  // Another title each time, or it would be open already.
  return cpuMs(() => Array.from({ length: rounds }, (_, round) => validValues({ ...contract, title: `contract ${round}` }))) / rounds;
}

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const properties: Readonly<Record<string, JsonObject>> = {
  order_id: { type: 'integer', minimum: 1 },
  customer: { type: 'string', minLength: 1, maxLength: 80 },
  email: { type: 'string', format: 'email' },
  status: { enum: ['new', 'paid', 'sent', 'lost'] },
  amount: { type: 'number', minimum: 0, maximum: 10_000 },
  currency: { type: 'string', pattern: '^[A-Z]{3}$' },
  urgent: { type: 'boolean' },
  created: { type: 'string', format: 'date-time' },
  due: { type: 'string', format: 'date' },
  request: { type: 'string', format: 'uuid' },
  note: { type: ['string', 'null'] },
  country: { enum: ['DE', 'FR', 'NL', 'PL'] },
  priority: { type: 'integer', minimum: 0, maximum: 5 },
  tags: { type: 'array', items: { type: 'string', maxLength: 20 }, maxItems: 5 },
  address: {
    type: 'object',
    additionalProperties: false,
    required: ['street'],
    properties: { street: { type: 'string' }, number: { type: 'integer', minimum: 1 } },
  },
  weight: { type: 'number', exclusiveMinimum: 0 },
  discount: { type: 'number', multipleOf: 0.01, minimum: 0, maximum: 1 },
  url: { type: 'string', format: 'uri' },
  channel: { const: 'web' },
  attempts: { type: 'integer', minimum: 0 },
};

const contract: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['order_id', 'customer', 'status', 'amount', 'request'],
  properties,
};

const written: fc.Arbitrary<unknown> = fc.record({
  order_id: fc.integer({ min: 1 }),
  customer: fc.string({ minLength: 1, maxLength: 80 }),
  email: fc.emailAddress(),
  status: fc.constantFrom('new', 'paid', 'sent', 'lost'),
  amount: fc.double({ min: 0, max: 10_000, noNaN: true }),
  currency: fc.stringMatching(/^[A-Z]{3}$/),
  urgent: fc.boolean(),
  created: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toISOString()),
  due: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toISOString().slice(0, 10)),
  request: fc.uuid(),
  note: fc.option(fc.string()),
  country: fc.constantFrom('DE', 'FR', 'NL', 'PL'),
  priority: fc.integer({ min: 0, max: 5 }),
  tags: fc.array(fc.string({ maxLength: 20 }), { maxLength: 5 }),
  address: fc.record({ street: fc.string(), number: fc.integer({ min: 1 }) }, { requiredKeys: ['street'] }),
  weight: fc.double({ min: 0, minExcluded: true, noNaN: true, noDefaultInfinity: true }),
  discount: fc.integer({ min: 0, max: 100 }).map((cents) => cents / 100),
  url: fc.webUrl(),
  channel: fc.constant('web'),
  attempts: fc.nat(),
});
