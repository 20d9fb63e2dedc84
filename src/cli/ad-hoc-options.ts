import type { Argv } from 'yargs';

/** Options of `record -- <command>` and `replay -- <command>`. */
export function adHocOptions(yargs: Argv): Argv {
  return gatewayOptions(yargs)
    .option('cassette', { type: 'string', describe: 'Cassette file; named after the task if absent' })
    .option('timeout', { type: 'number', default: 600, describe: 'Seconds after which the agent is ended' });
}

/** What every command that opens the gateway by flags can be told. */
export function gatewayOptions(yargs: Argv): Argv {
  return yargs
    .option('upstream', {
      type: 'string',
      array: true,
      default: [],
      describe: 'NAME=URL of a server behind the gateway: openai, anthropic, gemini, or any name',
    })
    .option('redact', { type: 'string', array: true, default: [], describe: 'NAME=PATTERN of a secret of your own' })
    .option('volatile-field', { type: 'string', array: true, default: [], describe: 'Dotted path into the body that does not count when matching' })
    .option('volatile-pattern', {
      type: 'string',
      array: true,
      default: [],
      describe: 'Regular expression whose matches do not count when matching',
    });
}
