import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { CommandModule } from 'yargs';
import { RehearsalFailure } from '../../domain/failure.ts';
import type { Ledger } from '../../shadow/ledger/ledger.ts';
import type { ReadinessPolicy } from '../../domain/readiness-policy.ts';
import { mark, plain, type Console } from '../console.ts';
import { finish } from '../finish.ts';
import { judgingOptions, policyInForce, type JudgingArguments } from './ledger-options.ts';

interface ExportArguments extends JudgingArguments {
  readonly what: 'queue' | 'entries';
  readonly out: string | undefined;
}

/** `rehearsal shadow export`: the disagreements for a spreadsheet, or all entries for another ledger. */
export const exportCommand: CommandModule<object, ExportArguments> = {
  command: 'export <what>',
  describe: 'write all disagreements as CSV (queue), or the whole ledger as JSON lines (entries)',
  builder: (yargs) =>
    judgingOptions(yargs)
      .positional('what', { choices: ['queue', 'entries'] as const, demandOption: true })
      .option('out', { type: 'string', requiresArg: true, describe: 'File; without it standard output' }) as never,
  handler: (args) => finish(args.json, (console) => exportLedger(args, console)),
};

async function exportLedger(args: ExportArguments, console: Console): Promise<number> {
  if (args.json && args.out === undefined)
    throw new RehearsalFailure('USAGE', '--json prints a document, and so would the export.', { hint: 'Name a file with --out.' });
  const { withLedger } = await import('./judge-ledger.ts');
  const { policy } = await policyInForce(args.policy);
  await withLedger(args.ledger, async (ledger) => {
    const lines = args.what === 'queue' ? queueLines(ledger, policy) : entryLines(ledger);
    if (args.out === undefined) await pipeline(lines, process.stdout, { end: false }).catch(passBrokenPipe);
    else await writeFile(args.out, lines);
  });
  if (args.out === undefined) return 0;
  console.document({ written: args.out });
  console.say(`${mark('good', console.colour)} ${plain(args.out)}`);
  return 0;
}

async function* queueLines(ledger: Ledger, policy: ReadinessPolicy): AsyncGenerator<string> {
  const [{ queueCsvHead, queueCsvLine }, { disagreementOf }] = await Promise.all([
    import('../../shadow/queue/queue-csv.ts'),
    import('../../shadow/queue/disagreement-of.ts'),
  ]);
  yield queueCsvHead;
  for (const shadowCase of await ledger.cases({ agent: policy.agent })) {
    const disagreement = disagreementOf(shadowCase, policy);
    if (disagreement !== undefined) yield queueCsvLine(disagreement);
  }
}

async function* entryLines(ledger: Ledger): AsyncGenerator<string> {
  for await (const batch of ledger.entries()) yield batch.map((row) => row.map((entry) => `${JSON.stringify(entry)}\n`).join('')).join('');
}

async function writeFile(file: string, lines: AsyncIterable<string>): Promise<void> {
  try {
    mkdirSync(dirname(file), { recursive: true });
    await pipeline(lines, createWriteStream(file));
  } catch (error) {
    if (error instanceof RehearsalFailure) throw error;
    throw new RehearsalFailure('WRITE_FAILED', `${file} cannot be written: ${(error as Error).message}.`, {
      hint: 'Name another place with --out.',
      cause: error,
    });
  }
}

/** Whoever read it has seen enough (`| head`). */
function passBrokenPipe(error: unknown): void {
  if ((error as { code?: string }).code !== 'EPIPE' && (error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
}
