import type { CommandModule } from 'yargs';
import { acceptEdit, recoverCassette, restoreReadable } from '../../cassette/repair.ts';
import { mark, plain, type Console } from '../console.ts';
import { allDialects } from '../../assembly/all-dialects.ts';
import { finish } from '../finish.ts';

interface CassetteArguments {
  readonly action: 'accept' | 'restore' | 'recover';
  readonly cassette: string;
  readonly json: boolean;
}

const actions = { accept: acceptEdit, restore: restoreReadable, recover: recoverCassette };

/** `rehearsal cassette`: the ways out of an edited or an interrupted recording. */
export const cassetteCommand: CommandModule<object, CassetteArguments> = {
  command: 'cassette <action> <cassette>',
  describe: 'accept a hand edit, restore the readable part, or recover an interrupted recording',
  builder: (yargs) =>
    yargs
      .positional('action', { choices: ['accept', 'restore', 'recover'] as const, demandOption: true })
      .positional('cassette', { type: 'string', demandOption: true }) as never,
  handler: (args) =>
    finish(args.json, (console: Console) => {
      const done = actions[args.action](args.cassette, allDialects);
      console.document({ cassette: done.file, exchanges: done.exchangeCount, done: done.text });
      console.say(`${mark('good', console.colour)} ${plain(done.file)}   ${done.text}`);
      return Promise.resolve(0);
    }),
};
