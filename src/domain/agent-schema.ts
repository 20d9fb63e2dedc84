import type { JsonObject } from './json.ts';

/** A program and its arguments; models are started by one as well. */
export const commandSchema: JsonObject = {
  description: 'A program and its arguments as a list, or one string for the shell.',
  anyOf: [
    { type: 'string', minLength: 1 },
    { type: 'array', minItems: 1, items: { type: 'string' } },
  ],
};

const environment = {
  type: 'object',
  additionalProperties: { type: ['string', 'number', 'boolean'] },
  description: 'Added to the environment; ${gateway} stands for the base URL of the episode.',
};
const requires = {
  type: 'array',
  items: { type: 'string', minLength: 1 },
  description: 'Programs that must be on the PATH; without them the case is listed as not run.',
};

/** What a scenario says of how its agent is started. */
export const agentSchema: JsonObject = {
  description: 'How the agent is started: { command }, { module }, { service } or { image }.',
  type: 'object',
  additionalProperties: false,
  properties: {
    command: commandSchema,
    module: { type: 'string', description: 'A module that exports the agent as a function, relative to this file.' },
    export: { type: 'string', description: 'Name of the export; `default` if absent.' },
    isolate: { type: 'boolean', description: 'Load the module anew for every case.' },
    service: {
      type: 'object',
      additionalProperties: false,
      properties: {
        command: commandSchema,
        url: { type: 'string', description: 'Default http://127.0.0.1:${port}; the service finds the port in PORT.' },
        ready: { type: 'string', description: 'Path that answers 200 when the service is ready. Default /health.' },
        path: { type: 'string', description: 'Path that takes {"task": …} by POST. Default /tasks.' },
        answer: { type: 'string', description: 'Member of the answer that counts. Default `answer`; empty for the whole body.' },
      },
    },
    image: {
      type: 'string',
      minLength: 1,
      description: 'A Docker image that is on this machine: the agent in a container that reaches the gateway. `command` takes the place of its own.',
    },
    input: {
      enum: ['argv', 'stdin', 'lines'],
      description: 'How a command gets its task. `lines`: JSON lines on stdin, one answer a line on stdout.',
    },
    folder: { type: 'string', description: 'Working directory, relative to the project; the project itself if absent.' },
    env: environment,
    intercept: { type: 'boolean', description: 'Node agents whose hosts cannot be configured: preload rehearsal/intercept, which also seals them.' },
    requires,
  },
};
