import type { JsonObject } from './json.ts';
import { defaultReadinessPolicy as standard, weekdays } from './readiness-policy.ts';

const text = { type: 'string', minLength: 1 };

/** JSON Schema (2020-12) of a readiness policy file. Every member may be left out but for the first three. */
export const readinessPolicySchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rehearsal.invalid/schema/readiness-policy.json',
  title: 'Rehearsal readiness policy',
  ...group(
    'Every threshold of a readiness verdict; see docs/SHADOW.md.',
    {
      $schema: { type: 'string' },
      readiness: { const: 1, description: 'Version of this format: 1.' },
      name: { ...text, description: 'Name of the policy, printed with the verdict.' },
      version: { ...text, description: 'Version of the policy itself, as a text; change it with every change.' },
      agent: { ...text, default: standard.agent, description: 'Name of the agent under judgement, as the decisions carry it.' },
      alpha: probability(standard.alpha, 'Error probability of each certified bound.'),
      reference: {
        enum: ['truth else person', 'truth', 'person'],
        default: standard.reference,
        description: 'What the agent is held against.',
      },
      currency: { ...text, default: standard.currency, description: 'Currency of amounts and costs.' },
      validity: group('What makes the evidence void.', {
        notBlindShareMax: share(
          standard.validity.notBlindShareMax,
          "Share of judged cases in which a person saw the agent's answer, or it is not said.",
        ),
        rejectedShareMax: share(
          standard.validity.rejectedShareMax,
          'Share of rows that were rejected when they were imported; what they say is not known.',
        ),
      }),
      time: group('How long is long enough.', {
        activeDaysMin: { type: 'integer', minimum: 1, default: standard.time.activeDaysMin, description: 'Days with at least one paired decision.' },
        weekdays: {
          type: 'array',
          uniqueItems: true,
          items: { enum: [...weekdays] },
          default: [...weekdays],
          description: 'Days of the week that must have been seen; leave out those on which nobody works.',
        },
        zone: { ...text, default: standard.time.zone, description: 'IANA time zone, such as Europe/Berlin: it decides where a day begins.' },
      }),
      accuracy: group('Agreement with the reference.', {
        min: probability(standard.accuracy.min, 'The bound that holds at any look must be above this.'),
      }),
      critical: group('Mistakes of which one is too many.', {
        rateMax: probability(standard.critical.rateMax, 'The rate that must be excluded, with no such mistake seen.'),
        confusions: {
          type: 'array',
          items: group('One kind of critical mistake.', { reference: text, decision: text }, ['reference']),
          description: 'Which mistakes are critical; without it every mistake on a case that could be critical.',
        },
        notSaid: {
          enum: ['invalid', 'possible', 'impossible'],
          default: standard.critical.notSaid,
          description: 'What to make of cases of which nobody said whether a mistake could be critical.',
        },
        noDecision: {
          type: 'boolean',
          default: standard.critical.noDecision,
          description: 'No decision, where one could be critical, is a critical mistake too.',
        },
      }),
      segments: group('Parts of the work that must be good enough each.', {
        min: probability(standard.segments.min, 'The bound in each segment must be at least this.'),
        declared: {
          type: 'array',
          items: group('One segment field.', { segment: text, values: { type: 'array', minItems: 1, uniqueItems: true, items: text } }, ['segment']),
          description: 'Segment fields, and their values if they are known beforehand; without it all that the cases carry.',
        },
      }),
      people: group('The human ceiling.', {
        margin: share(standard.people.margin, 'The agent may agree with people this much less than they agree with each other.'),
      }),
      baselines: group('What the agent must beat.', {
        names: { type: 'array', uniqueItems: true, items: text, description: 'Cheap columns; without it every other agent in the ledger.' },
        previous: { ...text, description: 'The name under which the previous version decided.' },
      }),
      cost: group(
        'What mistakes cost; without it costs are not compared.',
        {
          matrix: {
            type: 'array',
            items: group('One cell.', { reference: text, decision: text, cost: amount('Cost of this decision where that was right.') }, [
              'reference',
              'decision',
              'cost',
            ]),
            description: 'What a decision costs where something else was right.',
          },
          otherwise: amount('What every other wrong decision costs.'),
          noDecision: amount('What no decision costs.'),
          margin: amount('So much more per decision still counts as no worse; two equal agents never pass a margin of 0.'),
        },
        ['matrix', 'otherwise', 'noDecision', 'margin'],
      ),
      calibration: group('Shown, does not decide.', {
        bins: { type: 'integer', minimum: 2, maximum: 100, default: standard.calibration.bins, description: 'Bins of equal size.' },
      }),
      envelope: group('The part of the work that the agent may already be given.', {
        errorMax: probability(standard.envelope.errorMax, 'The error rate inside must be certified to be at most this.'),
        candidatesMax: {
          type: 'integer',
          minimum: 1,
          maximum: 1000,
          default: standard.envelope.candidatesMax,
          description: 'Candidate regions at most: the more there are, the weaker is each certificate.',
        },
        coverageMin: share(standard.envelope.coverageMin, 'Smallest share of the cases that is worth an envelope.'),
        segment: { ...text, description: 'Segment field whose values may be left to people.' },
        declaredDay: {
          type: 'string',
          pattern: '^\\d{4}-\\d{2}-\\d{2}$',
          description:
            'The one day, YYYY-MM-DD, at whose end the envelope is certified, from what was decided until then; without it, it may be looked at every day.',
        },
      }),
      drift: group('The last days against those before.', {
        fields: { type: 'array', uniqueItems: true, items: text, description: 'Fields to watch; without it all.' },
        recentDays: { type: 'integer', minimum: 1, default: standard.drift.recentDays, description: 'How many days are recent.' },
        permutations: {
          type: 'integer',
          minimum: 99,
          maximum: 99999,
          default: standard.drift.permutations,
          description: 'Draws of the distribution by chance.',
        },
        psiBlock: {
          type: 'number',
          exclusiveMinimum: 0,
          default: standard.drift.psiBlock,
          description: 'A population stability index above this, and above chance, blocks.',
        },
      }),
      clusters: group('Cases that depend on each other: a warning, never a certificate.', {
        fields: {
          type: 'array',
          uniqueItems: true,
          items: text,
          description: "Fields whose equal values tie cases together, as a customer's number.",
        },
        effectiveShareMin: share(standard.clusters.effectiveShareMin, 'Warn where fewer than this share of the decisions are effective.'),
      }),
      rollout: group('Steps after the verdict.', {
        canaryShares: {
          type: 'array',
          items: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
          default: [...standard.rollout.canaryShares],
          description: 'Shares of the cases that the agent is given in turn, before all.',
        },
        auditShare: share(standard.rollout.auditShare, 'Share of autonomous decisions that a person still decides blind.'),
      }),
    },
    ['readiness', 'name', 'version'],
  ),
};

function group(description: string, properties: JsonObject, required: readonly string[] = []): JsonObject {
  return { type: 'object', description, additionalProperties: false, ...(required.length === 0 ? {} : { required: [...required] }), properties };
}

function probability(standard: number, description: string): JsonObject {
  return { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1, default: standard, description };
}

function share(standard: number, description: string): JsonObject {
  return { type: 'number', minimum: 0, maximum: 1, default: standard, description };
}

function amount(description: string): JsonObject {
  return { type: 'number', minimum: 0, description };
}
