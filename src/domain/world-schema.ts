import { durationSchema } from './duration.ts';
import type { JsonObject } from './json.ts';

const names: JsonObject = { type: 'array', items: { type: 'string', minLength: 1 } };
const reply = { enum: ['approve', 'reject', 'need_info'] };

const momentMembers: JsonObject = {
  after: {
    enum: ['tool-called', 'tool-answered', 'effect-committed', 'human-asked', 'model-request', 'model-answer', 'agent-reported', 'answer'],
    description: 'Kind of event after which it happens.',
  },
  tool: { type: 'string' },
  report: { type: 'string', description: 'Type of the report, where `after` is agent-reported.' },
  occurrence: { type: 'integer', minimum: 1, description: 'The nth such event. Default 1.' },
};
const moment: JsonObject = { type: 'object', additionalProperties: false, required: ['after'], properties: momentMembers };

const people: JsonObject = {
  type: 'object',
  additionalProperties: false,
  description: 'Who replies to the requests of the agent, what, and when. Where no entry matches, nobody replies.',
  properties: {
    levels: { ...names, description: 'Priority levels, the lowest first.' },
    replies: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        properties: {
          level: { type: 'string' },
          tool: { type: 'string' },
          content: { type: 'string' },
          reply: { ...reply, description: 'One reply.' },
          after: { ...durationSchema, description: 'After so long: 30s, 4h. Default 0.' },
          by: { type: 'string' },
          text: { type: 'string' },
          then: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['reply'],
              properties: { reply, after: durationSchema, by: { type: 'string' }, text: { type: 'string' } },
            },
            description: 'Later replies to the same request: a person who changes their mind.',
          },
        },
      },
    },
  },
};

/** JSON Schema of the member `world` of a scenario file. */
export const worldSchema: JsonObject = {
  type: 'object',
  additionalProperties: false,
  description: 'What surrounds the agent: tools with state, people, callbacks, a kill switch, configuration. See docs/WORLD.md.',
  properties: {
    tools: { type: 'string', description: 'Module that simulates the tools, relative to this file.' },
    tape: { type: 'string', description: 'Cassette whose tool results answer the same calls, relative to this file.' },
    state: { type: 'object', description: 'State of the world at the start.' },
    people,
    callbacks: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'event'],
        properties: {
          id: { type: 'string', minLength: 1 },
          event: { description: 'What the agent gets.' },
          at: moment,
          after: durationSchema,
          times: { type: 'integer', minimum: 1, description: 'How often it is delivered. Default 1.' },
        },
      },
    },
    killSwitch: { ...moment, description: 'When the kill switch is thrown.' },
    dryRun: { type: 'boolean', description: 'The agent is told to commit nothing.' },
    shadow: {
      type: 'object',
      additionalProperties: false,
      required: ['decision'],
      properties: {
        decision: { description: "The person's decision." },
        effects: {
          type: 'array',
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['tool', 'arguments'],
            properties: { tool: { type: 'string' }, arguments: { type: 'object' } },
          },
        },
      },
    },
    profile: { type: 'string', description: 'The profile in force; `--profile` overrides it.' },
    profiles: {
      type: 'object',
      additionalProperties: { type: 'object' },
      description: 'Configuration by profile (dev, staging, prod): limits, flags, versions, as the agent can read them.',
    },
    restart: {
      type: 'object',
      additionalProperties: false,
      required: ['after'],
      properties: { ...momentMembers, how: { enum: ['kill', 'terminate'], description: 'SIGKILL (default) or SIGTERM.' } },
      description: 'The agent is ended at this moment and started again with the same tasks and the same state folder.',
    },
  },
};
