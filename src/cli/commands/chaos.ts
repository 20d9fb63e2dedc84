import { join } from 'node:path';
import type { CommandModule } from 'yargs';
import { allDialects } from '../../assembly/all-dialects.ts';
import { assembleChaos } from '../../assembly/assemble-chaos.ts';
import { recordAgain } from '../../assembly/record-again.ts';
import { RehearsalFailure } from '../../domain/failure.ts';
import { nearestWord } from '../../domain/validate.ts';
import { faultKinds } from '../../fault/index.ts';
import { mark, type Console } from '../console.ts';
import { finish } from '../finish.ts';
import { onInterruption } from '../interruption.ts';
import { parseCount, parseShard } from '../parse-options.ts';
import { selectCases } from './run.ts';

interface ChaosArguments {
  readonly scenarios?: string[];
  readonly case?: string[];
  readonly minutes?: number;
  readonly runs?: number;
  readonly pairs?: number;
  readonly faults?: string;
  readonly seed: number;
  readonly shard?: string;
  readonly resume: boolean;
  readonly repeats?: number;
  readonly concurrency?: number;
  readonly reports: string;
  readonly found: string;
  readonly prices?: string;
  readonly toxiproxy?: string;
  readonly json: boolean;
}

/** `rehearsal chaos`: break an agent on purpose, and find the smallest break. */
export const chaosCommand: CommandModule<object, ChaosArguments> = {
  command: 'chaos [scenarios..]',
  describe: 'Break agents on purpose: every fault at every place, every crash point; shrink and save what breaks',
  builder: (yargs) =>
    yargs
      .positional('scenarios', { type: 'string', array: true, describe: 'Scenario files or folders', default: ['scenarios'] })
      .option('case', { type: 'string', array: true, describe: 'Only the cases of these names' })
      .option('minutes', { type: 'number', describe: 'Begin nothing new after so many minutes' })
      .option('runs', { type: 'number', describe: 'At most so many experiments, from the beginning of their stable order' })
      .option('pairs', { type: 'number', describe: 'So many pairs of faults per case, drawn from the seed; 20 if absent' })
      .option('faults', { type: 'string', describe: 'Only these kinds, with commas between them' })
      .option('seed', { type: 'number', default: 1, describe: 'The one seed of all chance' })
      .option('shard', { type: 'string', describe: 'Only part i of n of the experiments: i/n' })
      .option('resume', { type: 'boolean', default: false, describe: 'Go on where the last exploration in this --reports folder ended' })
      .option('repeats', { type: 'number', describe: 'Make every experiment so often, with this seed, the next, and so on' })
      .option('concurrency', { type: 'number', describe: 'Episodes at once; as many as cores if absent' })
      .option('reports', { type: 'string', default: 'reports', describe: 'Folder of the reports' })
      .option('found', { type: 'string', default: 'scenarios/found', describe: 'Folder in which findings are saved as scenario files' })
      .option('prices', { type: 'string', describe: 'A price file of your own' })
      .option('toxiproxy', { type: 'string', describe: 'Where faults of connections strike: http://…, container or container:IMAGE' }) as never,
  handler: (args) => finish(args.json, (console) => chaos(args, console)),
};

async function chaos(args: ChaosArguments, console: Console): Promise<number> {
  const shard = parseShard(args.shard);
  const seed = parseCount('seed', args.seed, 0)!;
  const numbers = given({
    concurrency: parseCount('concurrency', args.concurrency, 1, 1024),
    runs: parseCount('runs', args.runs, 1),
    pairs: parseCount('pairs', args.pairs, 0, 100_000),
    repeats: parseCount('repeats', args.repeats, 1, 1000),
    minutes: parseMinutes(args.minutes),
    faults: parseFaults(args.faults),
    pricesFile: args.prices,
    toxiproxy: args.toxiproxy,
    shard,
  });
  const [{ loadScenarios }, { exploreChaos }, { writeChaosReports }, { renderChaosTerminal }] = await Promise.all([
    import('../../run/index.ts'),
    import('../../explore/chaos/explore-chaos.ts'),
    import('../write-chaos-reports.ts'),
    import('../../report/chaos/terminal.ts'),
  ]);
  const loaded = loadScenarios(args.scenarios ?? ['scenarios']);
  const interruption = onInterruption('Interrupted: what has been found so far is written down.');
  const outcome = await exploreChaos(loaded, {
    mode: 'replay',
    update: false,
    seed,
    dialects: allDialects,
    logFile: join(args.reports, 'chaos-events.ndjson'),
    journalFile: join(args.reports, 'chaos-journal.ndjson'),
    foundFolder: args.found,
    resume: args.resume,
    upstreamTimeoutMs: 120_000,
    environment: process.env,
    signal: interruption.signal,
    updateCommand: recordAgain,
    select: selectCases(
      loaded.flatMap(({ cases }) => cases),
      args.case,
    ),
    onCell(done, planned, failed) {
      if (console.interactive)
        console.write(`\r\u001b[K${mark('busy', console.colour)} ${done} of ${planned} experiments${failed > 0 ? `, ${failed} failed` : ''}`);
    },
    ...numbers,
  });
  interruption.release();
  if (console.interactive) console.write('\r\u001b[K');
  const report = assembleChaos(outcome, { seed, shard, command: `rehearsal ${process.argv.slice(2).join(' ')}` });
  const paths = writeChaosReports(report, args.reports);
  console.document(report);
  console.write(renderChaosTerminal(report, { colour: console.colour, widthColumns: console.widthColumns }));
  console.say(`report: ${paths.at(-1)!}`);
  return outcome.exitCode;
}

/** The members that are there. */
function given<T extends object>(members: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: NonNullable<T[K]> };
}

/** @throws RehearsalFailure USAGE */
function parseMinutes(minutes: number | undefined): number | undefined {
  if (minutes === undefined || (Number.isFinite(minutes) && minutes > 0)) return minutes;
  throw new RehearsalFailure('USAGE', '--minutes must be a number above 0.', { hint: 'For example --minutes 5, or --minutes 0.5.' });
}

/** @throws RehearsalFailure UNKNOWN_FAULT */
function parseFaults(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const names = text.split(',').map((name) => name.trim());
  const known = faultKinds.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names;
  const near = nearestWord(unknown, known);
  throw new RehearsalFailure('UNKNOWN_FAULT', `There is no fault named ${JSON.stringify(unknown)}.`, {
    hint: `${near === undefined ? '' : `Did you mean \`${near}\`? `}Faults: ${known.join(', ')}.`,
  });
}
