import type { CommandModule } from 'yargs';
import type { Console } from '../console.ts';
import { finish } from '../finish.ts';

export interface ToxiproxyArguments {
  readonly port: number;
  readonly host: string;
  readonly seed: number;
  readonly config?: string;
  readonly metrics: boolean;
  readonly json: boolean;
}

/** `rehearsal toxiproxy`: the server of TCP faults alone, for whoever speaks the API of Toxiproxy. */
export const toxiproxyCommand: CommandModule<object, ToxiproxyArguments> = {
  command: 'toxiproxy',
  describe: 'Run the server of TCP faults alone: the API of Toxiproxy 2.12',
  builder: (yargs) =>
    yargs
      .option('port', { type: 'number', default: 8474, describe: 'Port of the HTTP API; any free one if 0' })
      .option('host', {
        type: 'string',
        default: '127.0.0.1',
        describe: 'Address of the HTTP API. On any but a loopback one, whoever reaches it can open ports here: for containers',
      })
      .option('seed', { type: 'number', default: 1, describe: 'The one seed of all chance: toxicity, jitter, sizes of slices' })
      .option('config', { type: 'string', describe: 'JSON file with proxies to begin with' })
      .option('metrics', { type: 'boolean', default: false, describe: 'Answer /metrics' })
      .example('$0 toxiproxy --port 8474 --seed 7', '') as never,
  handler: (args) =>
    finish(args.json, async (console: Console) => {
      const { serveToxiproxy } = await import('../serve-toxiproxy.ts');
      return serveToxiproxy(args, console);
    }),
};
