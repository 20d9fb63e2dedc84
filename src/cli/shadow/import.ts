import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { CommandModule } from 'yargs';
import { RehearsalFailure } from '../../domain/failure.ts';
import { shellWord } from '../../domain/shell-word.ts';
import { formatCount } from '../../report/amounts.ts';
import type { ImportOutcome } from '../../shadow/import/import-decisions.ts';
import type { InferredMapping } from '../../shadow/import/infer-mapping.ts';
import type { ReadMapping } from '../../shadow/import/read-mapping.ts';
import type { Ledger } from '../../shadow/ledger/ledger.ts';
import { mark, plain, type Console } from '../console.ts';
import { finish } from '../finish.ts';
import { ledgerOption, sameLedger, type LedgerArguments } from './ledger-options.ts';
import { readMappingFile } from './read-mapping-file.ts';

interface ImportArguments extends LedgerArguments {
  readonly file: string;
  readonly mapping: string | undefined;
  readonly writeMapping: string | undefined;
  readonly yes: boolean;
  readonly rejected: string | undefined;
  readonly allowRejected: boolean;
}

/** `rehearsal shadow import`: a file of decisions into a ledger. */
export const importCommand: CommandModule<object, ImportArguments> = {
  command: 'import <file>',
  describe: 'take a file of decisions (CSV or JSON lines) into a ledger',
  builder: (yargs) =>
    ledgerOption(yargs)
      .positional('file', { type: 'string', demandOption: true, describe: 'CSV, or JSON lines (.jsonl, .ndjson)' })
      .option('mapping', {
        type: 'string',
        requiresArg: true,
        describe: 'Which column is what; without it a guess is shown, and nothing is imported',
      })
      .option('write-mapping', { type: 'string', requiresArg: true, describe: 'Write the guess to this file, to correct it' })
      .option('yes', { type: 'boolean', default: false, describe: 'Take the guess as it is' })
      .option('rejected', { type: 'string', requiresArg: true, describe: 'List of rejected rows; default reports/shadow/NAME.rejected.csv' })
      .option('allow-rejected', { type: 'boolean', default: false, describe: 'Exit 0 although rows were rejected' }) as never,
  handler: (args) => finish(args.json, (console) => importFile(args, console)),
};

async function importFile(args: ImportArguments, console: Console): Promise<number> {
  if (args.mapping !== undefined && (args.yes || args.writeMapping !== undefined))
    throw new RehearsalFailure('USAGE', 'With --mapping nothing is guessed.', { hint: 'Leave out --yes and --write-mapping.' });
  const [{ isJsonLines }, { holdsEntries }] = await Promise.all([
    import('../../shadow/import/open-rows.ts'),
    import('../../shadow/import/import-entries.ts'),
  ]);
  if (args.mapping === undefined && isJsonLines(args.file) && (await holdsEntries(args.file))) {
    const { importEntries } = await import('../../shadow/import/import-entries.ts');
    return withLedger(args, async (ledger) => told(await importEntries(args.file, { ledger, ...settingsOf(args, console) }), args, ledger, console));
  }
  const read = args.mapping === undefined ? await guessed(args, console) : await readMappingFile(args.mapping);
  if (typeof read === 'number') return read;
  const { importDecisions } = await import('../../shadow/import/import-decisions.ts');
  return withLedger(args, async (ledger) =>
    told(await importDecisions(args.file, { ledger, mapping: read, ...settingsOf(args, console) }), args, ledger, console),
  );
}

/** The guess as a mapping where it was agreed to; else an exit code, after the guess was shown. */
async function guessed(args: ImportArguments, console: Console): Promise<ReadMapping | number> {
  const [{ openRows }, { inferMapping, writeMapping }, { readMapping }] = await Promise.all([
    import('../../shadow/import/open-rows.ts'),
    import('../../shadow/import/infer-mapping.ts'),
    import('../../shadow/import/read-mapping.ts'),
  ]);
  const inferred = await inferMapping(await openRows(args.file, undefined));
  const text = writeMapping(inferred);
  if (args.writeMapping !== undefined) writeNewFile(args.writeMapping, text);
  if (args.yes) return readMapping(text, args.writeMapping ?? 'the guessed mapping');
  showGuess(args, inferred, text, console);
  return args.writeMapping === undefined ? 2 : 0;
}

function showGuess(args: ImportArguments, { mapping, doubts }: InferredMapping, text: string, console: Console): void {
  console.document({
    imported: false,
    mapping,
    doubts,
    ...(args.writeMapping === undefined ? { error: { code: 'MAPPING_UNCONFIRMED', message: 'The mapping is a guess; nothing was imported.' } } : {}),
  });
  console.say(`${mark('busy', console.colour)} ${plain(args.file)}: no mapping was given; this one is guessed. Nothing was imported.\n`);
  console.write(`${indented(plain(text))}\n`);
  const again = `npx rehearsal shadow import ${shellWord(args.file)}`;
  if (args.writeMapping === undefined) {
    console.say(`  write it down and correct it:  ${plain(again)} --write-mapping mapping.yaml`);
    console.say(`  or take it as it is:           ${plain(again)} --yes`);
  } else
    console.say(
      `${mark('good', console.colour)} ${plain(args.writeMapping)}\n  next: ${plain(`${again} --mapping ${shellWord(args.writeMapping)}`)}`,
    );
}

async function withLedger(args: ImportArguments, action: (ledger: Ledger) => Promise<number>): Promise<number> {
  const { openLedger } = await import('../../shadow/ledger/open-ledger.ts');
  const ledger = await openLedger(args.ledger, { create: true });
  try {
    return await action(ledger);
  } finally {
    await ledger.close();
  }
}

function settingsOf(args: ImportArguments, console: Console): { rejectedFile: string; nowMs: number; onProgress: (rows: number) => void } {
  return {
    rejectedFile: rejectedFileOf(args),
    nowMs: Date.now(),
    onProgress: (rows) => {
      if (console.interactive) console.write(`\r  ${formatCount(rows)} rows`);
    },
  };
}

function rejectedFileOf({ file, rejected }: ImportArguments): string {
  return rejected ?? join('reports', 'shadow', `${basename(file)}.rejected.csv`);
}

/** What came of it. Rows that were refused are an exit code too: what a verdict does not know of may be what it should. */
async function told(outcome: ImportOutcome, args: ImportArguments, ledger: Ledger, console: Console): Promise<number> {
  const conflicts = await ledger.conflicts();
  const rejectedFile = outcome.rejected > 0 ? rejectedFileOf(args) : undefined;
  console.document({
    imported: true,
    ledger: ledger.name,
    ...outcome,
    ...(rejectedFile === undefined ? {} : { rejectedFile }),
    conflicts: conflicts.slice(0, 100),
    conflictCount: conflicts.length,
  });
  if (console.interactive) console.write('\r');
  const isGood = outcome.rejected === 0 && conflicts.length === 0;
  console.say(
    `${mark(isGood ? 'good' : 'bad', console.colour)} ${plain(args.file)} → ${plain(ledger.name)}   ${formatCount(outcome.added)} rows added, ${formatCount(outcome.repeated)} repeated, ${formatCount(outcome.rejected)} rejected`,
  );
  if (rejectedFile !== undefined) {
    for (const [reason, count] of Object.entries(outcome.reasons)) console.say(`  ${formatCount(count)} × ${reason}`);
    for (const { line, text } of outcome.firstRejections) console.say(`    ${plain(`${args.file}:${line}: ${text}`)}`);
    if (outcome.rejected > outcome.firstRejections.length) console.say('    …');
    console.say(`  all of them: ${plain(rejectedFile)}`);
  }
  for (const { caseId, speaker, name, decisions, sources } of conflicts.slice(0, 10))
    console.say(
      plain(
        `  ${speaker === 'truth' ? 'two truths' : `two decisions of ${speaker === 'agent' ? 'the agent' : 'the person'} ${name}`} for case ${caseId}, and no time says which is the later: ${decisions.join(' / ')} (${sources.join(', ')})`,
      ),
    );
  if (conflicts.length > 10) console.say(`  … and ${formatCount(conflicts.length - 10)} more such cases`);
  console.say(`  next: npx rehearsal shadow status${sameLedger(args.ledger, ledger.name)}`);
  return outcome.rejected > 0 && !args.allowRejected ? 3 : 0;
}

function writeNewFile(file: string, text: string): void {
  if (existsSync(file)) throw new RehearsalFailure('USAGE', `${file} is there already.`, { hint: 'Name another file, or use it with --mapping.' });
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    throw new RehearsalFailure('WRITE_FAILED', `${file} cannot be written: ${(error as Error).message}.`, {
      hint: 'Name another place.',
      cause: error,
    });
  }
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}
