import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { CommandModule } from 'yargs';
import { stringify } from 'yaml';
import { readCassetteHeader } from '../../cassette/read-header.ts';
import { RehearsalFailure } from '../../domain/failure.ts';
import { shellWord } from '../../domain/shell-word.ts';
import { stem } from '../../run/file-names.ts';
import { mark, type Console } from '../console.ts';
import { finish } from '../finish.ts';

interface InitArguments {
  readonly from: string;
  readonly to?: string;
  readonly json: boolean;
}

/** `rehearsal init`: a scenario file for what was recorded. */
export const initCommand: CommandModule<object, InitArguments> = {
  command: 'init',
  describe: 'Write a scenario file for a cassette',
  builder: (yargs) =>
    yargs
      .option('from', { type: 'string', demandOption: true, describe: 'The cassette' })
      .option('to', { type: 'string', describe: 'The scenario file; scenarios/<name of the cassette>.yaml if absent' }) as never,
  handler: (args) => finish(args.json, (console) => Promise.resolve(init(args, console))),
};

function init(args: InitArguments, console: Console): number {
  const header = readCassetteHeader(args.from);
  if (header.command === undefined)
    throw new RehearsalFailure('USAGE', `${args.from} does not say which command it was recorded from.`, {
      hint: 'Write the scenario by hand: docs/SCENARIOS.md.',
    });
  const file = args.to ?? join('scenarios', `${stem(args.from)}.yaml`);
  if (existsSync(file)) throw new RehearsalFailure('USAGE', `${file} exists already.`, { place: { file }, hint: 'Name another with --to.' });
  const command = header.command;
  const task = command.at(-1)!;
  const name = task.length <= 80 ? task : stem(args.from);
  const scenario = {
    scenario: name,
    agent: { command: command.length > 1 ? command.slice(0, -1) : command },
    cases: [
      {
        name,
        task,
        cassette: relative(dirname(file), args.from),
        ...(header.answer === undefined ? {} : { expect: { answer: { equals: header.answer } } }),
        limits: { steps: 20, seconds: 60 },
      },
    ],
  };
  const schema = relative(dirname(file), join('node_modules', 'rehearsal', 'schema', 'scenario.json'));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `# yaml-language-server: $schema=${schema}\n${stringify(scenario, { lineWidth: 0 })}`, { flag: 'wx' });
  console.document({ scenario: file });
  console.say(`${mark('good', console.colour)} ${file}`);
  console.say(`  next: npx rehearsal run ${shellWord(file)}`);
  return 0;
}
