import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ArgumentsCamelCase, CommandModule } from 'yargs';
import type { FinishedRecording } from '../../cassette/recording.ts';
import { cassetteFiles } from '../../cassette/files.ts';
import { findPlaceholders } from '../../cassette/redaction/placeholder.ts';
import { stateFolder } from '../../cassette/state-folder.ts';
import type { CassetteHeader } from '../../domain/cassette.ts';
import { parseSource } from '../../domain/document.ts';
import { RehearsalFailure } from '../../domain/failure.ts';
import type { CaseReport } from '../../domain/report.ts';
import type { CasePlan } from '../../domain/scenario.ts';
import type { LoadedScenario } from '../../run/index.ts';
import { adHocCase, commandAfterDashes, defaultCassette, typed, type AdHocArguments } from '../ad-hoc-case.ts';
import { adHocOptions } from '../ad-hoc-options.ts';
import { runAdHoc } from '../ad-hoc-run.ts';
import { mark, plain, type Console } from '../console.ts';
import { counted, describeBytes, describeRedaction, describeTraffic } from '../describe-recording.ts';
import { allDialects } from '../../assembly/all-dialects.ts';
import { recordAgain } from '../../assembly/record-again.ts';
import { shellWord } from '../../domain/shell-word.ts';
import { finish } from '../finish.ts';
import { onInterruption } from '../interruption.ts';
import { parseUpstreams } from '../parse-options.ts';
import { selectCases } from './run.ts';

interface RecordArguments extends AdHocArguments {
  readonly targets?: string[];
  readonly update: boolean;
  readonly case?: string[];
  readonly withFaults?: string;
  readonly upstreamTimeout: number;
  readonly json: boolean;
  readonly '--'?: string[];
}

/** `rehearsal record`: put an agent in front of its real (or a scripted) model and keep what is said. */
export const recordCommand: CommandModule<object, RecordArguments> = {
  command: 'record [targets..]',
  describe: 'Record a command (after --), a cassette that was recorded before, or scenarios',
  builder: (yargs) =>
    adHocOptions(yargs)
      .positional('targets', { type: 'string', array: true, describe: 'Scenario files or folders, or (with --update) names of cassettes' })
      .option('update', { type: 'boolean', default: false, describe: 'Replace a cassette that exists, once the new recording is whole' })
      .option('case', { type: 'string', array: true, describe: 'Only the cases of these names' })
      .option('with-faults', {
        type: 'string',
        requiresArg: true,
        describe: 'Record a branch under these faults: a file with a list of them, or the name of a case that has some',
      })
      .option('upstream-timeout', { type: 'number', default: 600, describe: 'Seconds to wait for a server to begin its answer' })
      .example('$0 record -- python agent.py "Refund order 4711"', 'record a command')
      .example('$0 record --update refund-order-4711', 'record it again')
      .example('$0 record scenarios/refund.yaml', 'record the cases of a scenario')
      .example('$0 record scenarios/refund.yaml --case refund --with-faults outage.yaml', 'record what the case does under these faults') as never,
  handler: (args) => finish(args.json, (console) => record(args, console)),
};

async function record(args: ArgumentsCamelCase<RecordArguments>, console: Console): Promise<number> {
  const command = commandAfterDashes(args['--']);
  const targets = args.targets ?? [];
  if (args.withFaults !== undefined && (command !== undefined || targets.length === 0))
    throw new RehearsalFailure('USAGE', '--with-faults needs a scenario.', {
      hint: 'A branch belongs to a case: npx rehearsal record scenarios/refund.yaml --case NAME --with-faults FILE.',
    });
  if (command !== undefined) return recordOne(command, args, console);
  if (targets.length === 0)
    throw new RehearsalFailure('USAGE', 'Nothing to record.', {
      hint: 'A command: npx rehearsal record -- python agent.py "…". Or a scenario file. Or, with --update, the name of a cassette.',
    });
  const cassettes = targets.map(cassetteNamed);
  if (cassettes.every((cassette) => cassette !== undefined)) {
    if (args.withFaults !== undefined)
      throw new RehearsalFailure('USAGE', '--with-faults needs a scenario; these are cassettes.', {
        hint: 'Name the scenario of the case: npx rehearsal record scenarios/refund.yaml --case NAME --with-faults FILE.',
      });
    let exitCode = 0;
    const recorded: unknown[] = [];
    const each = cassettes.length === 1 ? console : { ...console, document: (value: unknown) => void recorded.push(value) };
    for (const cassette of cassettes) exitCode = Math.max(exitCode, await recordOne(cassette.command, asBefore(args, cassette), each));
    if (cassettes.length > 1) console.document({ recorded });
    return exitCode;
  }
  return recordScenarios(targets, args, console);
}

/** A cassette, named by its file or by its name below `cassettes/`, that says which command it was recorded from. */
function cassetteNamed(
  target: string,
): { readonly file: string; readonly command: readonly string[]; readonly header: Partial<CassetteHeader> } | undefined {
  const file = [target, `${target}.yaml`, join('cassettes', `${target}.yaml`)].find((path) => /\.ya?ml$/.test(path) && existsSync(path));
  if (file === undefined) return undefined;
  const header = parseSource(readFileSync(file, 'utf8'), file, 'SCENARIO_INVALID', 'Name a cassette, or a scenario file.').value as
    (Partial<CassetteHeader> & { rehearsal?: string }) | null;
  if (header?.rehearsal === undefined) return undefined;
  if (header.command === undefined)
    throw new RehearsalFailure('USAGE', `${file} does not say which command it was recorded from.`, {
      place: { file },
      hint: 'Record it from its scenario, or with the command after `--`.',
    });
  if (header.command.some((word) => findPlaceholders(word).length > 0)) {
    throw new RehearsalFailure(
      'USAGE',
      `${file} was recorded from a command that held a secret; what it keeps is a placeholder, and that must not be sent to a model.`,
      {
        place: { file },
        hint: `Give the command again: npx rehearsal record --update --cassette ${shellWord(file)} -- COMMAND`,
      },
    );
  }
  return { file, command: header.command, header };
}

/** A recording that is made again looks for the same secrets and passes over the same fields as the first time, and whatever is declared now. */
function asBefore(args: RecordArguments, { file, header }: { readonly file: string; readonly header: Partial<CassetteHeader> }): RecordArguments {
  const { matching, redaction } = header;
  return {
    ...args,
    cassette: file,
    volatileField: [...new Set([...(matching?.volatileFields ?? []), ...args.volatileField])],
    volatilePattern: [...new Set([...(matching?.volatilePatterns ?? []), ...args.volatilePattern])],
    redact: [...new Set([...(redaction?.patterns ?? []).map(({ name, pattern }) => `${name}=${pattern}`), ...args.redact])],
  };
}

async function recordOne(command: readonly string[], args: RecordArguments, console: Console): Promise<number> {
  const plan = adHocCase(command, args, parseUpstreams(args.upstream), { answers: [], never: [] });
  console.say(`${mark('busy', console.colour)} recording   ${plain(typed(command))}`);
  const { report, episode, recorded } = await runAdHoc(plan, 'record', args.update, '', args.upstreamTimeout * 1000, console);
  console.say(`${mark('busy', console.colour)} recorded    ${plain(describeTraffic(episode.events))}`);
  for (const note of report.notes) console.say(`  note: ${plain(note)}`);
  console.document({
    cassette: recorded?.files.readable ?? null,
    exchanges: recorded?.exchangeCount ?? 0,
    bytes: recorded?.bytes ?? 0,
    outcome: report.outcome,
    sentence: report.sentence,
  });
  if (recorded !== undefined) {
    console.say(
      `${mark('good', console.colour)} ${recorded.files.readable}   ${describeBytes(recorded.bytes)}   ${describeRedaction(recorded.files.readable)}`,
    );
    console.say(
      `  next: npx rehearsal replay ${recorded.files.readable === defaultCassette(command) ? '' : `--cassette ${shellWord(recorded.files.readable)} `}-- ${plain(typed(command))}`,
    );
  }
  return verdictOf(report, recorded, console);
}

/** A recording is as good as its exchanges; an agent that failed is said, and does not spoil it. */
function verdictOf(report: CaseReport, recorded: FinishedRecording | undefined, console: Console): number {
  const spoiled = report.outcome === 'invalid' || report.outcome === 'unknown';
  if (recorded === undefined || spoiled) {
    console.say(`${mark('bad', console.colour)} ${plain(report.sentence)}`);
    for (const verdict of report.verdicts)
      if (verdict.outcome === 'unknown' || verdict.outcome === 'invalid') console.say(`  ${plain(verdict.text)}`);
    return 3;
  }
  if (report.outcome === 'fail') console.say(`  note: ${plain(report.sentence)}`);
  return 0;
}

/** Two cases that record to one file would replace one another; a case with faults adds a branch, and may share. */
function rejectSharedCassettes(plans: readonly CasePlan[]): void {
  const owners = new Map<string, CasePlan>();
  for (const plan of plans) {
    if (plan.faults.length > 0) continue;
    // By the wire: two names that differ in their ending alone have it in common.
    const path = resolve(cassetteFiles(plan.cassette).wire);
    const owner = owners.get(path);
    if (owner !== undefined) {
      throw new RehearsalFailure('SCENARIO_INVALID', `${owner.id} and ${plan.id} record to the same cassette, ${plan.cassette}.`, {
        place: { file: plan.file },
        hint: 'Name a cassette of its own for one of them with `cassette:`.',
      });
    }
    owners.set(path, plan);
  }
}

/** Under `--with-faults` the chosen cases get them, and no other is recorded. */
async function casesToRecord(loaded: readonly LoadedScenario[], { withFaults, case: names }: RecordArguments): Promise<readonly LoadedScenario[]> {
  if (withFaults === undefined) return loaded;
  const { scheduleNamed, underFaults } = await import('../with-faults.ts');
  const plans = loaded.flatMap(({ cases }) => cases);
  const faults = scheduleNamed(withFaults, plans);
  const isChosen = names === undefined ? (plan: CasePlan) => plan.faults.length === 0 : selectCases(plans, names);
  if (!plans.some(isChosen)) throw new RehearsalFailure('USAGE', 'Every case has faults of its own.', { hint: 'Record them without --with-faults.' });
  return loaded.map((scenario) => ({ ...scenario, cases: scenario.cases.filter(isChosen).map((plan) => underFaults(plan, faults)) }));
}

async function recordScenarios(targets: readonly string[], args: RecordArguments, console: Console): Promise<number> {
  const { loadScenarios, runCases } = await import('../../run/index.ts');
  const loaded = await casesToRecord(loadScenarios(targets), args);
  rejectSharedCassettes(loaded.flatMap(({ cases }) => cases));
  const interruption = onInterruption('Interrupted: the agent is ended; what was recorded whole is kept.');
  const made: { id: string; cassette: string | null; exchanges: number; outcome: string; done: boolean }[] = [];
  const outcome = await runCases(loaded, {
    mode: 'record',
    update: args.update,
    seed: 1,
    dialects: allDialects,
    logFile: join(stateFolder(), 'last-record.ndjson'),
    upstreamTimeoutMs: args.upstreamTimeout * 1000,
    environment: process.env,
    signal: interruption.signal,
    updateCommand: recordAgain,
    select: selectCases(
      loaded.flatMap(({ cases }) => cases),
      args.case,
    ),
    // One after another: a case with faults is a branch of the cassette that a case before it may have just recorded.
    concurrency: 1,
    onCase: (report, { recorded, needsNoBranch }) => {
      const done = recorded !== undefined || needsNoBranch === true || report.outcome === 'not-run';
      made.push({
        id: report.id,
        cassette: recorded?.files.readable ?? null,
        exchanges: recorded?.exchangeCount ?? 0,
        outcome: report.outcome,
        done,
      });
      const why =
        report.outcome === 'not-run'
          ? report.sentence
          : needsNoBranch === true
            ? 'no branch is needed: nothing diverges under its faults'
            : `not recorded: ${report.sentence}`;
      const line =
        recorded === undefined
          ? `${report.id}   ${why}`
          : `${recorded.files.readable}   ${describeBytes(recorded.bytes)}   ${counted(recorded.exchangeCount, 'exchange')}   ${describeRedaction(recorded.files.readable)}`;
      console.say(`${mark(done ? 'good' : 'bad', console.colour)} ${plain(line)}`);
      if (needsNoBranch !== true) for (const note of report.notes) if (!/^(Not sealed|Sealed)/.test(note)) console.say(`  note: ${plain(note)}`);
      if (recorded !== undefined && report.outcome === 'fail') console.say(`  note: ${plain(report.sentence)}`);
    },
  });
  interruption.release();
  console.document({ recorded: made });
  return made.every(({ done }) => done) && !outcome.interrupted ? 0 : 3;
}
