import { join } from 'node:path';
import type { CommandModule } from 'yargs';
import { RehearsalFailure } from '../../domain/failure.ts';
import type { CaseReport } from '../../domain/report.ts';
import type { CasePlan } from '../../domain/scenario.ts';
import { allDialects } from '../../assembly/all-dialects.ts';
import { assembleReport } from '../../assembly/assemble-report.ts';
import { recordAgain } from '../../assembly/record-again.ts';
import { campaignOptions, type CampaignArguments } from '../campaign-options.ts';
import { mark, plain, type Console } from '../console.ts';
import { onInterruption } from '../interruption.ts';
import { parseCount, parseShard } from '../parse-options.ts';
import { finish } from '../finish.ts';

interface RunArguments extends CampaignArguments {
  readonly scenarios?: string[];
  readonly case?: string[];
  readonly shard?: string;
  readonly seed: number;
  readonly concurrency?: number;
  readonly reports: string;
  readonly prices?: string;
  readonly toxiproxy?: string;
  readonly profile?: string;
  readonly json: boolean;
}

/** `rehearsal run`: replay, judge, report. */
export const runCommand: CommandModule<object, RunArguments> = {
  command: 'run [scenarios..]',
  describe: 'Replay scenarios offline, judge them and write reports',
  builder: (yargs) =>
    yargs
      .positional('scenarios', { type: 'string', array: true, describe: 'Scenario files or folders', default: ['scenarios'] })
      .option('case', { type: 'string', array: true, describe: 'Only the cases of these names' })
      .option('shard', { type: 'string', describe: 'Only part i of n of the cases: i/n' })
      .option('seed', { type: 'number', default: 1, describe: 'The one seed of all chance' })
      .option('concurrency', { type: 'number', describe: 'Episodes at once; as many as cores if absent' })
      .option('repeat', { type: 'number', describe: 'Run every case so often, with this seed, the next, and so on' })
      .option('ramp', { type: 'string', describe: 'Reach --concurrency over this time: 30s' })
      .option('bounds', { type: 'string', describe: 'A file of bounds for the figures of repeated cases' })
      .option('baseline-campaign', { type: 'string', describe: 'report.json of an earlier run: alert where a figure is worse' })
      .option('reports', { type: 'string', default: 'reports', describe: 'Folder of the reports' })
      .option('prices', { type: 'string', describe: 'A price file of your own' })
      .option('toxiproxy', { type: 'string', describe: 'Where faults of connections strike: http://…, container or container:IMAGE' })
      .option('profile', { type: 'string', describe: 'The profile of the worlds: dev, staging, prod' }) as never,
  handler: (args) => finish(args.json, (console) => run(args, console)),
};

async function run(args: RunArguments, console: Console): Promise<number> {
  const shard = parseShard(args.shard);
  const concurrency = parseCount('concurrency', args.concurrency, 1, 1024);
  const { loadScenarios, runCases, withProfile } = await import('../../run/index.ts');
  const campaign = campaignOptions(args);
  const loaded = withProfile(loadScenarios(args.scenarios ?? ['scenarios']), args.profile);
  const interruption = onInterruption('Interrupted: the agents are ended; cases that were not finished are not judged.');
  const progress = createProgress(console);
  const running = runCases(loaded, {
    mode: 'replay',
    update: false,
    seed: parseCount('seed', args.seed, 0)!,
    dialects: allDialects,
    logFile: join(args.reports, 'events.ndjson'),
    upstreamTimeoutMs: 120_000,
    environment: process.env,
    signal: interruption.signal,
    updateCommand: recordAgain,
    select: selectCases(
      loaded.flatMap(({ cases }) => cases),
      args.case,
    ),
    onCase: progress.onCase,
    onSession: progress.onSession,
    ...campaign,
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(shard === undefined ? {} : { shard }),
    ...(args.prices === undefined ? {} : { pricesFile: args.prices }),
    ...(args.toxiproxy === undefined ? {} : { toxiproxy: args.toxiproxy }),
  });
  // What tells of the run is loaded while the first agents start.
  const telling = Promise.all([import('../../report/packed-report.ts'), import('../../report/terminal.ts'), import('../write-reports.ts')]);
  telling.catch(() => undefined);
  const outcome = await running;
  interruption.release();
  progress.end();
  const [{ packReport }, { renderTerminal }, { writeReports }] = await telling;
  const report = assembleReport(outcome, { seed: args.seed, shard, command: `rehearsal ${process.argv.slice(2).join(' ')}` });
  const paths = writeReports(report, args.reports);
  if (console.json) console.document(packReport(report));
  console.write(renderTerminal(report, { colour: console.colour, widthColumns: console.widthColumns }));
  console.say(`report: ${paths.find((path) => path.endsWith('index.html'))}`);
  return outcome.exitCode;
}

/** @throws RehearsalFailure USAGE for a name that no case has: running nothing must not look like success. */
export function selectCases(plans: readonly CasePlan[], names: readonly string[] | undefined): (plan: CasePlan) => boolean {
  if (names === undefined) return () => true;
  if (names.length === 0)
    throw new RehearsalFailure('USAGE', '--case names no case.', { hint: 'Is a variable empty? Leave --case out to run all cases.' });
  const unknown = names.find((name) => !plans.some((plan) => plan.name === name || plan.id === name));
  if (unknown !== undefined)
    throw new RehearsalFailure('USAGE', `No case is named ${JSON.stringify(unknown)}.`, {
      hint: `Cases: ${plans
        .slice(0, 20)
        .map(({ name }) => name)
        .join(' · ')}${plans.length > 20 ? ' · …' : ''}`,
    });
  return (plan) => names.includes(plan.name) || names.includes(plan.id);
}

interface Progress {
  onCase(report: CaseReport): void;
  onSession(name: string, sessions: number, planned: number): void;
  end(): void;
}

/** One line drawn over itself on a terminal; elsewhere a plain line for each case that did not pass. */
function createProgress(console: Console): Progress {
  let done = 0;
  let bad = 0;
  const isBad = ({ outcome }: CaseReport): boolean => outcome === 'fail' || outcome === 'invalid' || outcome === 'unknown';
  return {
    onCase(report) {
      done++;
      if (isBad(report)) bad++;
      if (console.interactive)
        console.write(
          `\r\u001b[K${mark('busy', console.colour)} ${done} cases${bad > 0 ? `, ${bad} not as they should be` : ''} · ${plain(report.name).slice(0, 60)}`,
        );
      else if (isBad(report)) console.say(plain(`${report.outcome}: ${report.id}`));
    },
    onSession(name, sessions, planned) {
      // A line per session would be most of the work.
      if (!console.interactive || (sessions % 20 !== 0 && sessions !== planned)) return;
      console.write(`\r\u001b[K${mark('busy', console.colour)} ${sessions} of ${planned} sessions · ${plain(name).slice(0, 60)}`);
    },
    end() {
      if (console.interactive) console.write('\r\u001b[K');
    },
  };
}
