import type { Argv, CommandModule } from 'yargs';
import { RehearsalFailure } from '../domain/failure.ts';
import { createConsole, reportFailure } from './console.ts';
import { readPlainWords } from './plain-words.ts';
import { rehearsalVersion } from '../assembly/rehearsal-version.ts';

type Load = () => Promise<unknown>;

/** What every command can be told. */
const globalOptions = {
  json: { type: 'boolean', default: false, global: true, describe: 'Print one JSON document on stdout; words go to stderr' },
} as const;

/** Every command, in the order of the help. */
const commands: Readonly<Record<string, Load>> = {
  run: async () => (await import('./commands/run.ts')).runCommand,
  explore: async () => (await import('./commands/explore.ts')).exploreCommand,
  chaos: async () => (await import('./commands/chaos.ts')).chaosCommand,
  record: async () => (await import('./commands/record.ts')).recordCommand,
  replay: async () => (await import('./commands/replay.ts')).replayCommand,
  serve: async () => (await import('./commands/serve.ts')).serveCommand,
  toxiproxy: async () => (await import('./commands/toxiproxy.ts')).toxiproxyCommand,
  init: async () => (await import('./commands/init.ts')).initCommand,
  cassette: async () => (await import('./commands/cassette.ts')).cassetteCommand,
  checks: async () => (await import('./commands/checks.ts')).checksCommand,
  report: async () => (await import('./commands/report.ts')).reportCommand,
  shadow: async () => (await import('./commands/shadow.ts')).shadowCommand,
};

/** Where the first word names a command no other is loaded: a gateway is to listen at once. */
async function loadCommands(first: string | undefined): Promise<readonly CommandModule[]> {
  const loads = first !== undefined && Object.hasOwn(commands, first) ? [commands[first]!] : Object.values(commands);
  return (await Promise.all(loads.map((load) => load()))) as readonly CommandModule[];
}

/** Reads the command line; each command is one file that loads the rest of the house when it runs. */
async function main(words: readonly string[]): Promise<void> {
  const own = words.slice(0, words.includes('--') ? words.indexOf('--') : undefined);
  try {
    const commands = await loadCommands(words[0]);
    if (!(await runPlainly(commands, words))) await (await commandLine(words, commands)).parseAsync();
  } catch (error) {
    process.exitCode = reportFailure(error, createConsole(own.includes('--json')));
  }
}

/** What is plainly said needs no yargs, which takes as long to load as a gateway to listen. False where it is not plainly said. */
async function runPlainly(commands: readonly CommandModule[], words: readonly string[]): Promise<boolean> {
  const [command, ...others] = commands;
  if (command === undefined || others.length > 0) return false;
  const args = readPlainWords<Record<string, unknown>>(command, words, globalOptions);
  if (args === undefined) return false;
  await command.handler({ ...args, _: [words[0]!], $0: 'rehearsal' });
  return true;
}

async function commandLine(words: readonly string[], commands: readonly CommandModule[]): Promise<Argv> {
  const { default: yargs } = await import('yargs');
  return yargs([...words])
    .scriptName('rehearsal')
    .usage('$0 <command>\n\nA place where an agent breaks before its users see it.')
    .parserConfiguration({ 'populate--': true, 'camel-case-expansion': true })
    .options(globalOptions)
    .command([...commands])
    .demandCommand(1, 'Name a command.')
    .strict()
    .recommendCommands()
    .version(rehearsalVersion())
    .help()
    .locale('en')
    .exitProcess(false)
    .fail((message: string | undefined, error: Error | undefined) => {
      const hint = '`npx rehearsal --help` lists the commands, `npx rehearsal <command> --help` the options of one.';
      // Some complaints of yargs come as errors of its own; they are about the command line as well.
      if (error !== undefined && error.name !== 'YError') throw error;
      throw new RehearsalFailure('USAGE', message ?? error?.message ?? 'The command line is not understood.', { hint });
    });
}

// A reader that went away (`rehearsal run | head`) is no failure of the run.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
await main(process.argv.slice(2));
