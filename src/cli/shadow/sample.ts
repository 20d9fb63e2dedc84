import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandModule } from 'yargs';
import { toFailure } from '../../domain/failure.ts';
import { shellWord } from '../../domain/shell-word.ts';
import { sampleDecisions, sampleMapping, sampleNames, type SampleName } from '../../shadow/sample/sample-decisions.ts';
import { mark, plain, type Console } from '../console.ts';
import { finish } from '../finish.ts';
import { parseCount } from '../parse-options.ts';

interface SampleArguments {
  readonly name: SampleName;
  readonly out: string;
  readonly seed: number;
  readonly json: boolean;
}

/** `rehearsal shadow sample`: a made-up history, to see what each verdict looks like. */
export const sampleCommand: CommandModule<object, SampleArguments> = {
  command: 'sample <name>',
  describe: 'write a synthetic history that ends in the verdict of that name, to try the other commands on',
  builder: (yargs) =>
    yargs
      .positional('name', { choices: sampleNames, demandOption: true })
      .option('out', { type: 'string', requiresArg: true, default: 'shadow/sample', describe: 'Folder for the decisions and their mapping' })
      .option('seed', { type: 'number', requiresArg: true, default: 1, describe: 'Another seed makes another history' }) as never,
  handler: (args) =>
    finish(args.json, (console: Console) => {
      const seed = parseCount('seed', args.seed, 0, 0xffffffff)!;
      const [decisions, mapping] = [join(args.out, `${args.name}.csv`), join(args.out, 'mapping.yaml')];
      try {
        mkdirSync(args.out, { recursive: true });
        writeFileSync(decisions, [...sampleDecisions(args.name, seed)].join(''));
        writeFileSync(mapping, sampleMapping);
      } catch (error) {
        throw toFailure(error, 'WRITE_FAILED');
      }
      const ledger = join(args.out, `${args.name}.db`);
      console.document({ synthetic: true, decisions, mapping });
      console.say(`${mark('good', console.colour)} ${plain(decisions)}   synthetic: a program made it up`);
      console.say(
        `  next: npx rehearsal shadow import ${plain(`${shellWord(decisions)} --mapping ${shellWord(mapping)} --ledger ${shellWord(ledger)}`)}`,
      );
      console.say(`        npx rehearsal shadow status --ledger ${plain(shellWord(ledger))}`);
      return Promise.resolve(0);
    }),
};
