import type { ArgumentsCamelCase, CommandModule } from 'yargs';
import { readCassetteHeader } from '../../cassette/read-header.ts';
import { RehearsalFailure } from '../../domain/failure.ts';
import { eventsOf } from '../../domain/event.ts';
import { adHocCase, commandAfterDashes, defaultCassette, typed, type AdHocArguments } from '../ad-hoc-case.ts';
import { adHocOptions } from '../ad-hoc-options.ts';
import { runAdHoc } from '../ad-hoc-run.ts';
import { mark, plain, type Console } from '../console.ts';
import { counted } from '../describe-recording.ts';
import { finish } from '../finish.ts';
import { parseUpstreams } from '../parse-options.ts';
import { shellWord } from '../../domain/shell-word.ts';
import { stem } from '../../run/file-names.ts';

interface ReplayArguments extends AdHocArguments {
  readonly anyAnswer: boolean;
  readonly json: boolean;
  readonly '--'?: string[];
}

/** `rehearsal replay -- <command>`: the same agent, offline. */
export const replayCommand: CommandModule<object, ReplayArguments> = {
  command: 'replay',
  describe: 'Run a command (after --) against its cassette, offline',
  builder: (yargs) =>
    adHocOptions(yargs)
      .option('any-answer', { type: 'boolean', default: false, describe: 'Do not compare the answer with the recorded one' })
      .example('$0 replay -- python agent.py "Refund order 4711"', 'replay what was recorded for this command') as never,
  handler: (args) => finish(args.json, (console) => replay(args, console)),
};

async function replay(args: ArgumentsCamelCase<ReplayArguments>, console: Console): Promise<number> {
  const command = commandAfterDashes(args['--']);
  if (command === undefined)
    throw new RehearsalFailure('USAGE', 'Nothing to replay.', {
      hint: 'For example: npx rehearsal replay -- python agent.py "Refund order 4711". For scenarios: npx rehearsal run.',
    });
  const cassette = args.cassette ?? defaultCassette(command);
  const header = readCassetteHeader(cassette);
  const recordedAnswer = header.answer;
  // Only a cassette that knows its command can be recorded again by its name.
  const updateCommand =
    header.command === undefined
      ? `npx rehearsal record --update --cassette ${shellWord(cassette)} -- ${typed(command)}`
      : `npx rehearsal record --update ${shellWord(stem(cassette))}`;
  const compared = recordedAnswer !== undefined && !args.anyAnswer;
  const plan = adHocCase(command, { ...args, cassette }, parseUpstreams(args.upstream), {
    answers: compared ? [{ equals: recordedAnswer }] : [],
    never: [],
  });
  const { report, episode, durationMs } = await runAdHoc(plan, 'replay', false, updateCommand, 600_000, console);
  const replayed = [...eventsOf(episode.events, 'model-answer'), ...eventsOf(episode.events, 'http-answer')].filter(
    ({ origin }) => origin === 'replayed',
  ).length;
  console.document({
    outcome: report.outcome,
    sentence: report.sentence,
    replayed,
    answer: report.answer ?? null,
    miss: report.miss ?? null,
    durationMs: Math.round(durationMs),
    verdicts: report.verdicts,
    notApplicable: report.notApplicable,
  });
  for (const note of report.notes) if (!note.startsWith('Not sealed')) console.say(`  note: ${plain(note)}`);
  if (report.outcome === 'pass') {
    console.say(
      `${mark('good', console.colour)} ${replayed} of ${counted(replayed, 'exchange')} replayed, none left over${compared ? ' · same answer' : ''}${report.looseMatches === undefined ? '' : ` · ${plain(report.looseMatches)}`} · ${(durationMs / 1000).toFixed(1)} s`,
    );
    if (header.command !== undefined) console.say(`  make it a test: npx rehearsal init --from ${shellWord(cassette)}`);
    return 0;
  }
  console.say(`${mark('bad', console.colour)} ${plain(report.miss ?? report.sentence)}`);
  if (report.miss === undefined) {
    for (const verdict of report.verdicts) {
      if (verdict.outcome !== 'fail' && verdict.outcome !== 'invalid') continue;
      if (verdict.expected !== undefined) console.say(`  expected: ${plain(JSON.stringify(verdict.expected))}`);
      if (verdict.actual !== undefined) console.say(`  actual:   ${plain(JSON.stringify(verdict.actual))}`);
    }
  }
  return report.outcome === 'fail' ? 1 : 3;
}
