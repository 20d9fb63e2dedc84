import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandModule } from 'yargs';
import { allDialects } from '../../assembly/all-dialects.ts';
import { assembleReport } from '../../assembly/assemble-report.ts';
import { recordAgain } from '../../assembly/record-again.ts';
import type { Report } from '../../domain/report.ts';
import type { LoadedScenario } from '../../run/load-scenarios.ts';
import type { Console } from '../console.ts';
import { finish } from '../finish.ts';
import { onInterruption } from '../interruption.ts';
import type { ClaimStanding } from '../../report/claim-matrix.ts';

interface ChecksArguments {
  readonly scenarios?: string[];
  readonly run?: boolean;
  readonly reports: string;
  readonly json: boolean;
}

const allScenarios = 'scenarios';

/** `rehearsal checks`: every claim, and what the last run says of it. */
export const checksCommand: CommandModule<object, ChecksArguments> = {
  command: 'checks [scenarios..]',
  describe: 'List every claim with its source, its specimens and the outcome of the last run',
  builder: (yargs) =>
    yargs
      .positional('scenarios', { type: 'string', array: true, describe: 'Scenario files or folders to run first', default: [] })
      .option('run', { type: 'boolean', describe: 'Run first, also where there is a report; --no-run: never' })
      .option('reports', { type: 'string', default: 'reports', describe: 'Folder of the reports' }) as never,
  handler: (args) => finish(args.json, (console) => list(args, console)),
};

async function list(args: ChecksArguments, console: Console): Promise<number> {
  const [{ checks, setChecks }, { loadScenarios }, { claimMatrix, standingOf }, { renderClaims }] = await Promise.all([
    import('../../check/index.ts'),
    import('../../run/index.ts'),
    import('../../report/claim-matrix.ts'),
    import('../../report/claims-terminal.ts'),
  ]);
  const files = args.scenarios ?? [];
  const last = join(args.reports, 'report.json');
  const runs = args.run ?? (files.length > 0 || (!existsSync(last) && existsSync(allScenarios)));
  const loaded = files.length > 0 ? loadScenarios(files) : runs || existsSync(allScenarios) ? loadScenarios([allScenarios]) : [];
  const report = runs ? await run(loaded, args, console) : existsSync(last) ? await read(last, console) : undefined;
  if (report === undefined) console.say('Nothing was run yet, so nothing is exercised: `rehearsal checks --run`, or `rehearsal run`.');
  const matrix = claimMatrix(report ?? { cases: [], claims: [] });
  const standings = new Map(matrix.rows.map((row) => [row.claim, standingOf(row, matrix.cases)]));
  const claims = [...checks, ...setChecks].map(({ claim, from, rule }) => ({
    claim,
    from,
    rule,
    ...missingIn(report, claim),
    ...withDeclared(claim, standings.get(claim), loaded),
  }));
  console.document({ checks: claims.map(({ claim, from, specimens, exercised, outcome }) => ({ claim, from, specimens, exercised, outcome })) });
  if (!console.json) console.write(renderClaims(claims, { colour: console.colour, widthColumns: console.widthColumns }));
  return report?.exitCode ?? 0;
}

/** A specimen that is declared is one also where the last run had other cases. */
function withDeclared(claim: string, standing: ClaimStanding | undefined, loaded: readonly LoadedScenario[]): ClaimStanding {
  const declared = loaded.flatMap(({ cases }) => cases.filter(({ expectFailure }) => expectFailure?.includes(claim)).map(({ id }) => id));
  const { exercised, outcome, specimens } = standing ?? { exercised: 0, outcome: 'unobserved', specimens: [] };
  return { exercised, outcome, specimens: [...new Set([...specimens, ...declared])] };
}

/** What the agents would have to say or do, where the claim was unobserved wherever it applied. */
function missingIn(report: Report | undefined, claim: string): { readonly missing?: string } {
  const found = report?.cases.flatMap(({ verdicts }) => verdicts.filter((one) => one.claim === claim)) ?? [];
  const [first] = found;
  return first !== undefined && found.every(({ outcome }) => outcome === 'unobserved') ? { missing: first.text } : {};
}

async function read(file: string, console: Console): Promise<Report> {
  const { readReport } = await import('../../report/read-report.ts');
  const report = readReport(readFileSync(file, 'utf8'), file);
  console.say(`From ${file}: ${report.command}, ${report.cases.length} cases. \`--run\` runs anew.`);
  return report;
}

async function run(loaded: readonly LoadedScenario[], args: ChecksArguments, console: Console): Promise<Report> {
  const [{ runCases }, { writeReports }] = await Promise.all([import('../../run/index.ts'), import('../write-reports.ts')]);
  console.say(`Running ${loaded.reduce((sum, { cases }) => sum + cases.length, 0)} cases.`);
  const interruption = onInterruption('Interrupted: the agents are ended; cases that were not finished are not judged.');
  const outcome = await runCases(loaded, {
    mode: 'replay',
    update: false,
    seed: 1,
    dialects: allDialects,
    logFile: join(args.reports, 'events.ndjson'),
    upstreamTimeoutMs: 120_000,
    environment: process.env,
    signal: interruption.signal,
    updateCommand: recordAgain,
  });
  interruption.release();
  const report = assembleReport(outcome, { seed: 1, shard: undefined, command: `rehearsal ${process.argv.slice(2).join(' ')}` });
  const paths = writeReports(report, args.reports);
  console.say(`report: ${paths.find((path) => path.endsWith('index.html'))}`);
  return report;
}
