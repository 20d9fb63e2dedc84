import { agentSchema, commandSchema } from './agent-schema.ts';
import { boundsSchema } from './campaign-schema.ts';
import { chaosSchema } from './chaos-schema.ts';
import { declarationsSchema } from './declarations-schema.ts';
import { durationSchema } from './duration.ts';
import { faultsSchema } from './fault-schema.ts';
import type { JsonObject } from './json.ts';
import { redactionPatternsSchema } from './redaction-schema.ts';
import { worldSchema } from './world-schema.ts';

const answerMembers = {
  equals: { description: 'The whole answer; a text, or JSON that the answer must equal.' },
  contains: {
    anyOf: [
      { type: 'string', minLength: 1 },
      { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
    ],
    description: 'Text, or texts, that occur in the answer.',
  },
  lacks: {
    anyOf: [
      { type: 'string', minLength: 1 },
      { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
    ],
    description: 'Text, or texts, that do not occur.',
  },
  matches: { type: 'string', minLength: 1, description: 'A regular expression.' },
  partial: { description: 'JSON: the answer has at least these members.' },
  schema: { type: 'object', description: 'JSON Schema that the answer fits.' },
};
const answer = {
  description: 'The whole text, or any of equals, contains, lacks, matches, partial, schema.',
  anyOf: [{ type: 'string' }, { type: 'object', additionalProperties: false, minProperties: 1, properties: answerMembers }],
};

const tool = {
  anyOf: [
    { type: 'string', minLength: 1 },
    {
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      properties: { name: { type: 'string' }, arguments: { type: 'object', description: 'The call has at least these arguments.' } },
    },
  ],
};
const toolList = { type: 'array', items: tool };
const trajectory = {
  description: 'A list: exactly these tools in this order. Or any of exactly, inOrder, anyOrder, includes, only.',
  anyOf: [
    toolList,
    {
      type: 'object',
      additionalProperties: false,
      minProperties: 1,
      properties: {
        exactly: toolList,
        inOrder: toolList,
        anyOrder: toolList,
        includes: toolList,
        only: { type: 'array', items: { type: 'string' } },
      },
    },
  ],
};

const expect = {
  type: 'object',
  additionalProperties: false,
  properties: {
    answer,
    answers: { type: 'array', items: answer, description: 'One per task.' },
    tools: trajectory,
    asked: trajectory,
    never: {
      type: 'array',
      items: { type: 'string' },
      description: 'Tools that are neither executed nor asked for; in a world, tools that are never called.',
    },
    exitCode: { type: 'integer', minimum: 0, maximum: 255 },
  },
};

const count = { type: 'integer', minimum: 0 };
const limits = {
  type: 'object',
  additionalProperties: false,
  properties: {
    steps: { ...count, description: 'Model calls, retries apart. Default 20.' },
    seconds: { type: 'number', exclusiveMinimum: 0, description: "Time on the episode's clock. Default 60." },
    realSeconds: {
      type: 'number',
      exclusiveMinimum: 0,
      description: 'On virtual time: real time after which the agent is ended all the same. Default 60.',
    },
    modelCalls: count,
    toolCalls: count,
    toolCallsEach: { type: 'object', additionalProperties: count },
    tokens: count,
    usd: { type: 'number', minimum: 0 },
    attempts: { type: 'integer', minimum: 1, description: 'Attempts at one model call. Default 5.' },
  },
};

const matching = {
  type: 'object',
  additionalProperties: false,
  properties: {
    matcher: {
      type: 'string',
      minLength: 1,
      description: '`exact`, or a looser one: `conversation` passes over model, tools, parameters and streaming; every use is counted.',
    },
    volatileFields: { type: 'array', items: { type: 'string', minLength: 1 }, description: 'Dotted paths into the JSON body that do not count.' },
    volatilePatterns: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      description: 'Regular expressions whose matches in a body do not count.',
    },
  },
};

const redact = {
  type: 'object',
  additionalProperties: false,
  properties: {
    patterns: redactionPatternsSchema,
    disable: { type: 'array', items: { type: 'string' } },
  },
};

const model = {
  type: 'object',
  additionalProperties: false,
  description: 'A scripted model that answers recordings and divergences: { command } is started with PORT set, { module } exports a function.',
  minProperties: 1,
  properties: {
    command: commandSchema,
    module: { type: 'string', description: 'Module whose default export is a scripted model, relative to this file.' },
    label: { type: 'string' },
    folder: { type: 'string' },
  },
};

const shared = {
  agent: agentSchema,
  expect,
  limits,
  checks: { type: 'array', items: { type: 'string' }, description: 'Claims that must be observed.' },
  settings: {
    type: 'object',
    additionalProperties: { type: 'object' },
    description: 'Settings of claims, by claim: opens-its-breaker: { openSeconds: 1 }. What a claim has is on its page in docs/checks/.',
  },
  world: worldSchema,
  declares: declarationsSchema,
  clock: {
    enum: ['real', 'virtual'],
    description: 'Virtual time, for function agents: four hours pass in milliseconds. Default real.',
  },
  bounds: boundsSchema,
  repeat: { type: 'integer', minimum: 1, description: 'Runs the case so often, each time with the next seed. Default 1.' },
  faults: faultsSchema,
  onDivergence: { enum: ['stop', 'script', 'generate'], description: 'Who answers where a fault has led to what was never recorded. Default stop.' },
  answeredBy: { enum: ['cassette', 'script'], description: 'Who answers models: the cassette (default), or the scripted model of `model:`.' },
  cassette: { type: 'string', description: 'Path of the cassette, relative to this file.' },
  match: matching,
  pace: {
    anyOf: [{ enum: ['instant', 'recorded'] }, { type: 'number', exclusiveMinimum: 0 }],
    description: 'Speed of replay: instant (default), recorded, or a factor of the recorded time.',
  },
  chaos: chaosSchema,
  unusedRecordings: { enum: ['error', 'note'], description: 'What recordings that nobody asked for are. Default error.' },
};

/** JSON Schema (2020-12) of a scenario file. */
export const scenarioSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rehearsal.invalid/schema/scenario.json',
  title: 'Rehearsal scenario',
  type: 'object',
  additionalProperties: false,
  required: ['scenario', 'cases'],
  properties: {
    $schema: { type: 'string' },
    scenario: { type: 'string', minLength: 1, description: 'What this file is about, in a few words.' },
    description: { type: 'string' },
    ...shared,
    cassettes: { type: 'string', description: 'Folder of the cassettes, one per case, relative to this file.' },
    tools: { type: 'string', description: 'Folder of tool contracts, one file per tool, relative to this file.' },
    model,
    upstreams: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: 'Servers behind the gateway: openai, anthropic, gemini, or any name, reached below /http/<name>.',
    },
    redact,
    prices: { type: 'string', description: 'A price file of your own, relative to this file.' },
    properties: {
      type: 'string',
      description: 'Module of your own properties for `rehearsal explore`, relative to this file; `<name>.properties.ts` beside it if absent.',
    },
    explore: {
      type: 'object',
      additionalProperties: false,
      description: 'What `rehearsal explore` may draw.',
      properties: {
        task: {
          type: 'object',
          description: 'JSON Schema of the tasks; without it tasks are drawn from the cases of this file and from the boundaries of its rules.',
        },
        answer: { type: 'object', description: 'JSON Schema of what the model answers in words, where it answers with JSON.' },
        runs: { type: 'integer', minimum: 1, description: 'Episodes per case. Default 1000.' },
        draw: {
          type: 'array',
          minItems: 1,
          uniqueItems: true,
          items: { enum: ['model', 'tasks', 'faults', 'people', 'callbacks'] },
          description: 'What may be other than the scenario says. Default: all of it.',
        },
      },
    },
    cases: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: {
          name: { type: 'string', minLength: 1 },
          task: { description: 'What the agent is asked: a text, or JSON.' },
          tasks: { type: 'array', minItems: 1, description: 'Several tasks for one agent process.' },
          together: { type: 'boolean', description: 'Give all tasks at once.' },
          pause: { ...durationSchema, description: 'Time between one task and the next: 30s, 5m.' },
          ...shared,
          expectFailure: {
            type: 'object',
            additionalProperties: false,
            minProperties: 1,
            maxProperties: 1,
            properties: { claim: { type: 'string' }, claims: { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'string' } } },
            description: 'A specimen made to break this claim (or these), and no other.',
          },
        },
      },
    },
  },
};
