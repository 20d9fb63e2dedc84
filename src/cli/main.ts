import yargs, { type Argv, type CommandModule } from 'yargs';
import { RehearsalFailure } from '../domain/failure.ts';
import { createConsole, reportFailure } from './console.ts';
import { rehearsalVersion } from '../assembly/rehearsal-version.ts';

type Load = () => Promise<unknown>;

/** Every command, in the order of the help. */
const commands: Readonly<Record<string, Load>> = {
  run: async () => (await import('./commands/run.ts')).runCommand,
  record: async () => (await import('./commands/record.ts')).recordCommand,
  replay: async () => (await import('./commands/replay.ts')).replayCommand,
  serve: async () => (await import('./commands/serve.ts')).serveCommand,
  init: async () => (await import('./commands/init.ts')).initCommand,
  cassette: async () => (await import('./commands/cassette.ts')).cassetteCommand,
  report: async () => (await import('./commands/report.ts')).reportCommand,
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
    await commandLine(words, await loadCommands(words[0])).parseAsync();
  } catch (error) {
    process.exitCode = reportFailure(error, createConsole(own.includes('--json')));
  }
}

function commandLine(words: readonly string[], commands: readonly CommandModule[]): Argv {
  return yargs([...words])
    .scriptName('rehearsal')
    .usage('$0 <command>\n\nA place where an agent breaks before its users see it.')
    .parserConfiguration({ 'populate--': true, 'camel-case-expansion': true })
    .option('json', { type: 'boolean', default: false, global: true, describe: 'Print one JSON document on stdout; words go to stderr' })
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
      throw error ?? new RehearsalFailure('USAGE', message ?? 'The command line is not understood.', { hint });
    });
}

// A reader that went away (`rehearsal run | head`) is no failure of the run.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
await main(process.argv.slice(2));
