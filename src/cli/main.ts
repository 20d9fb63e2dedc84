import yargs, { type Argv } from 'yargs';
import { RehearsalFailure } from '../domain/failure.ts';
import { cassetteCommand } from './commands/cassette.ts';
import { initCommand } from './commands/init.ts';
import { recordCommand } from './commands/record.ts';
import { replayCommand } from './commands/replay.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { serveCommand } from './commands/serve.ts';
import { createConsole, reportFailure } from './console.ts';
import { rehearsalVersion } from '../assembly/rehearsal-version.ts';

/** Reads the command line; each command is one file that loads the rest of the house when it runs. */
async function main(words: readonly string[]): Promise<void> {
  const own = words.slice(0, words.includes('--') ? words.indexOf('--') : undefined);
  try {
    await commandLine(words).parseAsync();
  } catch (error) {
    process.exitCode = reportFailure(error, createConsole(own.includes('--json')));
  }
}

function commandLine(words: readonly string[]): Argv {
  return yargs([...words])
    .scriptName('rehearsal')
    .usage('$0 <command>\n\nA place where an agent breaks before its users see it.')
    .parserConfiguration({ 'populate--': true, 'camel-case-expansion': true })
    .option('json', { type: 'boolean', default: false, global: true, describe: 'Print one JSON document on stdout; words go to stderr' })
    .command(runCommand)
    .command(recordCommand)
    .command(replayCommand)
    .command(serveCommand)
    .command(initCommand)
    .command(cassetteCommand)
    .command(reportCommand)
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
