import { createConsole, reportFailure, type Console } from './console.ts';

/** Runs a command to its exit code; whatever it throws is told in words, with the code that belongs to it. */
export async function finish(json: boolean, command: (console: Console) => Promise<number>): Promise<void> {
  const console = createConsole(json);
  try {
    process.exitCode = await command(console);
  } catch (error) {
    process.exitCode = reportFailure(error, console);
  }
}
