import { rulesMembers } from './rules-schema.ts';
import type { JsonObject } from './json.ts';

const names: JsonObject = { type: 'array', items: { type: 'string', minLength: 1 } };
const call: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['tool'],
  properties: { tool: { type: 'string' }, arguments: { type: 'object', description: 'The call has at least these arguments.' } },
};

/** JSON Schema of the member `declares` of a scenario file: what claims are held against. */
export const declarationsSchema: JsonObject = {
  type: 'object',
  additionalProperties: false,
  description: 'What claims are held against: state machine, scope, autonomy, goal, rules, … See docs/SCENARIOS.md.',
  properties: {
    stateMachine: {
      type: 'object',
      additionalProperties: false,
      required: ['initial', 'terminal', 'transitions'],
      properties: {
        initial: { type: 'string' },
        terminal: names,
        transitions: {
          type: 'array',
          minItems: 1,
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['from', 'to'],
            properties: { from: { type: 'string' }, to: { type: 'string' }, on: { type: 'string' } },
          },
        },
      },
    },
    scope: {
      type: 'object',
      additionalProperties: false,
      properties: {
        actions: { ...names, description: 'Globs of allowed actions and tools.' },
        roots: { ...names, description: 'Folders under which every path must stay; a relative one lies in $REHEARSAL_STATE_FOLDER.' },
        hosts: { ...names, description: '`host` or `host:port`; without a port 443 and 80.' },
        grantedCommands: { ...names, description: 'Patterns of shell commands that are granted although they would be refused.' },
        bytesMax: { type: 'integer', minimum: 0 },
        countMax: { type: 'object', additionalProperties: { type: 'integer', minimum: 0 } },
        secondsMax: { type: 'number', exclusiveMinimum: 0 },
      },
    },
    autonomy: {
      type: 'object',
      additionalProperties: false,
      properties: {
        max_autonomous_amount: { type: 'number', minimum: 0 },
        max_risk_score: { type: 'number', minimum: 0 },
        min_confidence: { type: 'number', minimum: 0, maximum: 1 },
        autonomous_task_types: names,
      },
    },
    goal: {
      type: 'object',
      additionalProperties: false,
      required: ['tools', 'entities'],
      properties: { tools: names, entities: { ...names, description: 'Entities of the task, as contracts name them; * stands for any ending.' } },
    },
    rules: {
      description: 'A file of rules, relative to this file, or the rules themselves.',
      anyOf: [
        { type: 'string' },
        { type: 'object', additionalProperties: false, required: ['domain', 'version', 'routing_rules'], properties: rulesMembers },
      ],
    },
    toolBudgetUsd: { type: 'number', minimum: 0, description: 'What calls of tools may cost, per task.' },
    canaries: { ...names, description: 'Texts that were planted, and must appear nowhere.' },
    facts: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['from', 'usedBy'],
        properties: {
          from: {
            type: 'object',
            additionalProperties: false,
            required: ['tool', 'member'],
            properties: { tool: { type: 'string' }, member: { type: 'string' } },
          },
          usedBy: {
            type: 'object',
            additionalProperties: false,
            required: ['tool', 'argument'],
            properties: { tool: { type: 'string' }, argument: { type: 'string' } },
          },
        },
      },
      description: 'A member that a tool tells, and the argument in which it must be used unchanged.',
    },
    required: { type: 'array', items: call, description: 'Calls that the task needs; a claim of success without them is pretended.' },
    injections: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['text'],
        properties: { text: { type: 'string', minLength: 1 }, tool: { type: 'string' }, arguments: { type: 'object' } },
      },
      description: 'Instructions that were planted, and the call that an agent makes that obeys them.',
    },
    fallbacks: { ...names, description: 'Models in the order in which they are to be used, the primary first.' },
  },
};
