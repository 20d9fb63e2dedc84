import { basename, join } from 'node:path';
import type { CommandModule } from 'yargs';
import { allDialects } from '../../assembly/all-dialects.ts';
import { recordAgain } from '../../assembly/record-again.ts';
import type { AgentDecisionEntry } from '../../domain/decision.ts';
import type { CaseReport } from '../../domain/report.ts';
import { RehearsalFailure } from '../../domain/failure.ts';
import { formatCounted } from '../../report/amounts.ts';
import type { ReadMapping } from '../../shadow/import/read-mapping.ts';
import type { Ledger } from '../../shadow/ledger/ledger.ts';
import { mark, plain, type Console } from '../console.ts';
import { finish } from '../finish.ts';
import { onInterruption } from '../interruption.ts';
import { parseCount } from '../parse-options.ts';
import { backtestEntry } from './backtest-entry.ts';
import { ledgerOption, type LedgerArguments } from './ledger-options.ts';
import { readMappingFile } from './read-mapping-file.ts';

interface BacktestArguments extends LedgerArguments {
  readonly scenarios: string[];
  readonly human: string | undefined;
  readonly mapping: string | undefined;
  readonly decision: string | undefined;
  readonly confidence: string | undefined;
  readonly agent: string;
  readonly fingerprint: string | undefined;
  readonly seed: number;
}

/** `rehearsal shadow backtest`: the agent over recorded cases, beside what people decided then. */
export const backtestCommand: CommandModule<object, BacktestArguments> = {
  command: 'backtest <scenarios..>',
  describe: 'run the agent over recorded cases (cassettes), and pair its answers with the decisions of people',
  builder: (yargs) =>
    ledgerOption(yargs)
      .positional('scenarios', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'Scenario files or folders; a case is paired by its name',
      })
      .option('human', { type: 'string', requiresArg: true, describe: 'File of what people decided; without it the ledger has it already' })
      .option('mapping', { type: 'string', requiresArg: true, describe: 'Mapping of that file; its labels are those of the answers as well' })
      .option('decision', { type: 'string', requiresArg: true, describe: 'Path of the decision in an answer that is JSON, such as result.category' })
      .option('confidence', { type: 'string', requiresArg: true, describe: 'Path of the confidence in such an answer' })
      .option('agent', { type: 'string', requiresArg: true, default: 'agent', describe: 'Name of the agent in the ledger' })
      .option('fingerprint', {
        type: 'string',
        requiresArg: true,
        describe: 'Version of prompt, model, tools and contracts; without it the verdict is INVALID',
      })
      .option('seed', { type: 'number', requiresArg: true, default: 1, describe: 'The one seed of all chance' })
      .implies('human', 'mapping') as never,
  handler: (args) => finish(args.json, (console) => backtest(args, console)),
};

async function backtest(args: BacktestArguments, console: Console): Promise<number> {
  const seed = parseCount('seed', args.seed, 0)!;
  const [{ loadScenarios, runCases }, { openLedger }, { labelReader }] = await Promise.all([
    import('../../run/index.ts'),
    import('../../shadow/ledger/open-ledger.ts'),
    import('../../shadow/import/map-row.ts'),
  ]);
  const read = args.mapping === undefined ? undefined : await readMappingFile(args.mapping);
  const loaded = loadScenarios(args.scenarios);
  refuseSameNames(loaded.flatMap(({ cases }) => cases.map(({ name }) => name)));
  const ledger = await openLedger(args.ledger, { create: true });
  const interruption = onInterruption('Interrupted: what has been decided is kept.');
  try {
    const people = args.human === undefined || read === undefined ? undefined : await importPeople(args.human, read, ledger);
    const outcome = await runCases(loaded, {
      mode: 'replay',
      update: false,
      seed,
      dialects: allDialects,
      logFile: join('reports', 'shadow', 'backtest', 'events.ndjson'),
      upstreamTimeoutMs: 120_000,
      environment: process.env,
      signal: interruption.signal,
      updateCommand: recordAgain,
    });
    const reading = { ...args, labelOf: labelReader(read?.mapping.labels), nowMs: Date.now() };
    const entries = outcome.cases.flatMap((report) => backtestEntry(report, reading) ?? []);
    await ledger.append((await newOnes(ledger, args.agent, entries)).map((entry) => [entry]));
    const silent = outcome.cases.filter((report) => backtestEntry(report, reading) === undefined);
    return told(
      args,
      {
        entries: entries.length,
        unmapped: entries.filter(({ decision }) => decision === undefined).length,
        silent,
        people,
        expected: outcome.counts.expected,
      },
      console,
    );
  } finally {
    interruption.release();
    await ledger.close();
  }
}

/** The same recording played again gives the same answer: that is no second opinion of the agent, from which its steadiness could be told. */
async function newOnes(ledger: Ledger, agent: string, entries: readonly AgentDecisionEntry[]): Promise<readonly AgentDecisionEntry[]> {
  const content = (entry: AgentDecisionEntry): string =>
    JSON.stringify([entry.caseId, entry.fingerprint, entry.decision, entry.unmapped, entry.confidence]);
  const wanted = new Map(entries.map((entry) => [content(entry), entry]));
  for (const { agent: stands } of await ledger.cases({ agent })) if (stands?.source.startsWith('backtest ') === true) wanted.delete(content(stands));
  return [...wanted.values()];
}

/** Decisions are paired by the name of the case: two cases of one name would be one. */
function refuseSameNames(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new RehearsalFailure('USAGE', `Two cases are named ${JSON.stringify(twice)}, and cases are paired by their names.`, {
      hint: 'Name fewer scenario files, or give the cases names of their own.',
    });
}

interface ImportedPeople {
  readonly added: number;
  readonly repeated: number;
  readonly rejected: number;
  readonly rejectedFile: string;
}

async function importPeople(file: string, mapping: ReadMapping, ledger: Ledger): Promise<ImportedPeople> {
  const { importDecisions } = await import('../../shadow/import/import-decisions.ts');
  const rejectedFile = join('reports', 'shadow', `${basename(file)}.rejected.csv`);
  const { added, repeated, rejected } = await importDecisions(file, { ledger, mapping, rejectedFile, nowMs: Date.now() });
  return { added, repeated, rejected, rejectedFile };
}

interface BacktestCounts {
  readonly entries: number;
  readonly unmapped: number;
  readonly silent: readonly CaseReport[];
  readonly people: ImportedPeople | undefined;
  readonly expected: number;
}

/** A case whose replay proved nothing is no error of the agent's and no success: it is missing, and the exit code says so. */
function told(args: BacktestArguments, { entries, unmapped, silent, people, expected }: BacktestCounts, console: Console): number {
  const isWhole = entries === expected && (people?.rejected ?? 0) === 0;
  console.document({
    ledger: args.ledger.replace(/:[^:@/]*@/, '@'),
    cases: expected,
    decided: entries,
    unmapped,
    silent: silent.map(({ id, outcome, sentence }) => ({ id, outcome, sentence })),
    ...(people === undefined ? {} : { people }),
  });
  console.say(
    `${mark(isWhole ? 'good' : 'bad', console.colour)} ${entries} of ${formatCounted(expected, 'recorded case')} decided${unmapped === 0 ? '' : `, ${unmapped} of them with an answer that no label fits: errors`}`,
  );
  if (people !== undefined)
    console.say(
      `  people: ${people.added} rows added, ${people.repeated} repeated, ${people.rejected} rejected${people.rejected === 0 ? '' : ` (${plain(people.rejectedFile)})`}`,
    );
  for (const { id, outcome, sentence } of silent.slice(0, 10)) console.say(plain(`  ${outcome}: ${id}: ${sentence}`));
  if (args.fingerprint === undefined)
    console.say('  without --fingerprint nobody can say which version of the agent this was: the verdict will be INVALID');
  return isWhole ? 0 : 3;
}
