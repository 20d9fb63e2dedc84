import { campaignMetrics } from './campaign.ts';
import type { JsonObject } from './json.ts';

const bound: JsonObject = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: { min: { type: 'number' }, max: { type: 'number' } },
};

/** JSON Schema of `bounds:` in a scenario. */
export const boundsSchema: JsonObject = {
  type: 'object',
  additionalProperties: false,
  description: 'Figures of a campaign and what they may be, e.g. failuresPer1000: { max: 5 }. See docs/CAMPAIGNS.md.',
  properties: Object.fromEntries(campaignMetrics.map((name) => [name, bound])),
};

const counts: JsonObject = { type: 'object', additionalProperties: { type: 'integer', minimum: 0 } };

/** JSON Schema of a campaign in `report.json`; a later version may say more. */
export const campaignSchema: JsonObject = {
  type: 'object',
  required: [
    'planned',
    'sessions',
    'seedFirst',
    'clock',
    'concurrency',
    'rampSeconds',
    'durationMs',
    'outcomes',
    'metrics',
    'claims',
    'alerts',
    'troubled',
    'bounds',
  ],
  properties: {
    planned: { type: 'integer', minimum: 1 },
    sessions: { type: 'integer', minimum: 0 },
    seedFirst: { type: 'integer' },
    clock: { enum: ['real', 'virtual'] },
    concurrency: { type: 'integer', minimum: 1 },
    rampSeconds: { type: 'number', minimum: 0 },
    durationMs: { type: 'number', minimum: 0 },
    outcomes: counts,
    metrics: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'label', 'unit', 'basis', 'worse'],
        properties: {
          name: { type: 'string' },
          label: { type: 'string' },
          unit: { type: 'string' },
          value: { type: 'number' },
          interval: { type: 'array', prefixItems: [{ type: 'number' }, { type: 'number' }], items: false, minItems: 2 },
          method: { type: 'string' },
          basis: { type: 'string' },
          worse: { enum: ['higher', 'lower'] },
        },
      },
    },
    claims: {
      type: 'array',
      items: { type: 'object', required: ['claim', 'outcomes'], properties: { claim: { type: 'string' }, outcomes: counts } },
    },
    confidences: { type: 'array', items: { type: 'integer', minimum: 0 } },
    alerts: {
      type: 'array',
      items: {
        type: 'object',
        required: ['metric', 'kind', 'text'],
        properties: { metric: { type: 'string' }, kind: { enum: ['bound', 'baseline', 'unobserved'] }, text: { type: 'string' } },
      },
    },
    troubled: {
      type: 'array',
      items: {
        type: 'object',
        required: ['seed', 'outcome', 'sentence', 'repeat'],
        properties: { seed: { type: 'integer' }, outcome: { type: 'string' }, sentence: { type: 'string' }, repeat: { type: 'string' } },
      },
    },
    bounds: { type: 'object' },
  },
};
