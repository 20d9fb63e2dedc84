import { join } from 'node:path';
import type { CommandModule } from 'yargs';
import { allDialects } from '../../assembly/all-dialects.ts';
import { assembleExploration } from '../../assembly/assemble-exploration.ts';
import type { Drawn } from '../../domain/scenario.ts';
import { recordAgain } from '../../assembly/record-again.ts';
import { makeFolder } from '../../run/make-folder.ts';
import { mark, plain, type Console } from '../console.ts';
import { finish } from '../finish.ts';
import { onInterruption } from '../interruption.ts';
import { writeFiles } from '../write-files.ts';
import { parseCount } from '../parse-options.ts';
import { selectCases } from './run.ts';

interface ExploreArguments {
  readonly scenarios?: string[];
  readonly case?: string[];
  readonly seed: number;
  readonly runs?: number;
  readonly minutes?: number;
  readonly draw?: Drawn[];
  readonly claim?: string[];
  readonly saturation: number;
  readonly concurrency?: number;
  readonly reports: string;
  readonly found: string;
  readonly rerun?: string;
  readonly json: boolean;
}

/** `rehearsal explore`: it must hold whatever the model says. */
export const exploreCommand: CommandModule<object, ExploreArguments> = {
  command: 'explore [scenarios..]',
  describe: 'Let the model, tools, people and tasks be anything; find the shortest story that breaks the agent',
  builder: (yargs) =>
    yargs
      .positional('scenarios', { type: 'string', array: true, describe: 'Scenario files or folders', default: ['scenarios'] })
      .option('case', { type: 'string', array: true, describe: 'Only the cases of these names' })
      .option('seed', { type: 'number', default: 1, describe: 'The one seed of all chance' })
      .option('runs', { type: 'number', describe: 'Episodes per case; 1000 if the scenario says nothing else' })
      .option('minutes', { type: 'number', describe: 'Ends after so much time, over all cases' })
      .option('claim', { type: 'string', array: true, describe: 'Only stories that break these claims or properties' })
      .option('draw', {
        type: 'string',
        array: true,
        choices: ['model', 'tasks', 'faults', 'people', 'callbacks'],
        describe: 'Only these may be other than the scenario says',
      })
      .option('saturation', { type: 'number', default: 1000, describe: 'Ends a case where so many episodes in a row reach nothing new' })
      .option('concurrency', { type: 'number', describe: 'Episodes at once; as many as cores if absent' })
      .option('reports', { type: 'string', default: 'reports', describe: 'Folder of the report' })
      .option('found', { type: 'string', default: join('scenarios', 'found'), describe: 'Folder in which what was found is saved' })
      .option('rerun', { type: 'string', describe: 'A saved story (….story.json): play it again, make it shorter, and explore around it' }) as never,
  handler: (args) => finish(args.json, (console) => explore(args, console)),
};

async function explore(args: ExploreArguments, console: Console): Promise<number> {
  const concurrency = parseCount('concurrency', args.concurrency, 1, 1024);
  const runs = parseCount('runs', args.runs, 1);
  const seed = parseCount('seed', args.seed, 0)!;
  const saturationRuns = parseCount('saturation', args.saturation, 1)!;
  const [{ loadScenarios }, { exploreScenarios }, { readSavedStory }, { renderExploration }] = await Promise.all([
    import('../../run/index.ts'),
    import('../../explore/property/explore-scenarios.ts'),
    import('../../explore/property/saved-story.ts'),
    import('../../report/exploration-terminal.ts'),
  ]);
  const rerun = args.rerun === undefined ? undefined : readSavedStory(args.rerun);
  const loaded = loadScenarios(rerun === undefined ? (args.scenarios ?? ['scenarios']) : [rerun.scenario]);
  const interruption = onInterruption('Interrupted: what was found so far is told.');
  const startedMs = performance.now();
  makeFolder(args.reports);
  const cases = await exploreScenarios(loaded, {
    mode: 'replay',
    update: false,
    seed,
    dialects: allDialects,
    logFile: join(args.reports, 'explore-events.ndjson'),
    upstreamTimeoutMs: 120_000,
    environment: process.env,
    signal: interruption.signal,
    updateCommand: recordAgain,
    select: selectCases(
      loaded.flatMap(({ cases: plans }) => plans),
      rerun === undefined ? args.case : [rerun.case],
    ),
    ...(rerun === undefined ? {} : { rerun: rerun.story }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(runs === undefined ? {} : { runs }),
    ...(args.claim === undefined ? {} : { claims: new Set(args.claim) }),
    ...(args.draw === undefined ? {} : { draw: args.draw }),
    ...(args.minutes === undefined ? {} : { minutes: args.minutes }),
    saturationRuns,
    shrinkingRunsMax: 500,
    foundFolder: args.found,
    now: () => performance.now(),
    onProgress(plan, done, broken) {
      if (!console.interactive) return;
      const found = broken === 0 ? '' : `, ${broken} broken`;
      console.write(`\r\u001b[K${mark('busy', console.colour)} ${done} episodes${found} · ${plain(plan.name).slice(0, 60)}`);
    },
    onCase(report) {
      if (console.interactive) console.write('\r\u001b[K');
      else if (report.outcome !== 'held') console.say(plain(`${report.outcome}: ${report.id}`));
    },
  });
  interruption.release();
  const report = assembleExploration(cases, {
    seed,
    command: `rehearsal ${process.argv.slice(2).join(' ')}`,
    durationMs: Math.round(performance.now() - startedMs),
  });
  const [file] = writeFiles([{ path: 'explore.json', text: `${JSON.stringify(report, undefined, 2)}\n` }], args.reports);
  console.document(report);
  console.write(renderExploration(report, { colour: console.colour, widthColumns: console.widthColumns }));
  console.say(`report: ${file}`);
  return report.exitCode;
}
