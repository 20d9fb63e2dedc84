import type { CommandModule } from 'yargs';
import { gatewayOptions } from '../ad-hoc-options.ts';
import type { AdHocArguments } from '../ad-hoc-case.ts';
import type { Console } from '../console.ts';
import { finish } from '../finish.ts';

/** Flags of both forms of `serve`. */
export interface ServeArguments extends Omit<AdHocArguments, 'cassette' | 'timeout'> {
  readonly action: 'record' | 'replay';
  readonly port: number;
  readonly cassette: string[];
  readonly pace: string;
  readonly matcher: string;
  readonly events?: string;
  readonly allowUnused: boolean;
  readonly update: boolean;
  readonly upstreamTimeout: number;
  readonly json: boolean;
}

/** `rehearsal serve`: the gateway alone, for agents that somebody else starts. */
export const serveCommand: CommandModule<object, ServeArguments> = {
  command: 'serve <action>',
  describe: 'Run the gateway alone: record or replay',
  builder: (yargs) =>
    gatewayOptions(yargs)
      .positional('action', { choices: ['record', 'replay'] as const, demandOption: true })
      .option('port', { type: 'number', default: 0, describe: 'Port on the loopback interface; any free one if 0' })
      .option('cassette', { type: 'string', array: true, demandOption: true, describe: 'Cassette file; replay takes several' })
      .option('pace', { type: 'string', default: 'instant', describe: 'Speed of replay: instant, recorded, or a factor of the recorded time' })
      .option('matcher', {
        type: 'string',
        default: 'exact',
        describe: 'A looser matcher, tried when the exact one finds nothing: conversation, or another of docs/CASSETTES.md',
      })
      .option('events', { type: 'string', describe: 'Write the event log to this file (NDJSON)' })
      .option('allow-unused', { type: 'boolean', default: false, describe: 'Do not fail when recordings are left over at the end' })
      .option('update', { type: 'boolean', default: false, describe: 'Record anew instead of adding to a cassette that exists' })
      .option('upstream-timeout', { type: 'number', default: 600, describe: 'Seconds to wait for a server to begin its answer' })
      .example('$0 serve record --port 4010 --cassette demo.yaml --upstream openai=https://api.openai.com/v1', '')
      .example('$0 serve replay --port 4010 --cassette demo.yaml', '') as never,
  handler: (args) =>
    finish(args.json, async (console: Console) => {
      const { serve } = await import('../serve.ts');
      return serve(args, console);
    }),
};
