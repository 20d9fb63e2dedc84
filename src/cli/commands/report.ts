import { readFileSync } from 'node:fs';
import type { CommandModule } from 'yargs';
import { RehearsalFailure } from '../../domain/failure.ts';
import { finish } from '../finish.ts';
import type { Console } from '../console.ts';
import { isChaosReport } from '../is-chaos-report.ts';

interface ReportArguments {
  readonly action: 'merge' | 'show';
  readonly files: string[];
  readonly reports: string;
  readonly json: boolean;
}

/** `rehearsal report`: join the reports of shards, or show one again. */
export const reportCommand: CommandModule<object, ReportArguments> = {
  command: 'report <action> <files..>',
  describe: 'merge the report.json (or chaos.json) files of all shards into one report, or show one',
  builder: (yargs) =>
    yargs
      .positional('action', { choices: ['merge', 'show'] as const, demandOption: true })
      .positional('files', { type: 'string', array: true, demandOption: true, describe: 'report.json files' })
      .option('reports', { type: 'string', default: 'reports', describe: 'Folder of the merged reports' }) as never,
  handler: (args) => finish(args.json, (console) => report(args, console)),
};

async function report(args: ReportArguments, console: Console): Promise<number> {
  const [{ mergeReports }, { packReport }, { readReport }, { renderTerminal }, { writeReports }] = await Promise.all([
    import('../../report/merge-reports.ts'),
    import('../../report/packed-report.ts'),
    import('../../report/read-report.ts'),
    import('../../report/terminal.ts'),
    import('../write-reports.ts'),
  ]);
  const texts = args.files.map((file) => ({ file, text: textOf(file) }));
  if (texts.some(({ text }) => isChaosReport(text))) return chaosReport(args, console, texts);
  const read = texts.map(({ file, text }) => readReport(text, file));
  if (args.action === 'show' && read.length > 1)
    throw new RehearsalFailure('USAGE', 'Only one report can be shown.', { hint: '`rehearsal report merge` joins several.' });
  const shown = args.action === 'merge' ? mergeReports(read) : read[0]!;
  const paths = args.action === 'merge' ? writeReports(shown, args.reports) : [];
  if (console.json) console.document(packReport(shown));
  console.write(renderTerminal(shown, { colour: console.colour, widthColumns: console.widthColumns }));
  if (args.action === 'merge') console.say(`report: ${paths.find((path) => path.endsWith('index.html'))}`);
  return shown.exitCode;
}

/** The same for explorations. */
async function chaosReport(
  args: ReportArguments,
  console: Console,
  texts: readonly { readonly file: string; readonly text: string }[],
): Promise<number> {
  const [{ mergeChaos }, { readChaosReport }, { writeChaosReports }, { chaosSentence }, { renderChaosTerminal }] = await Promise.all([
    import('../../explore/chaos/merge-chaos.ts'),
    import('../../explore/chaos/read-chaos-report.ts'),
    import('../write-chaos-reports.ts'),
    import('../../assembly/assemble-chaos.ts'),
    import('../../report/chaos/terminal.ts'),
  ]);
  const read = texts.map(({ file, text }) => readChaosReport(text, file));
  if (args.action === 'show' && read.length > 1)
    throw new RehearsalFailure('USAGE', 'Only one report can be shown.', { hint: '`rehearsal report merge` joins several.' });
  const merged = args.action === 'merge' ? mergeChaos(read) : read[0]!;
  const shown = { ...merged, sentence: chaosSentence(merged) };
  const paths = args.action === 'merge' ? writeChaosReports(shown, args.reports) : [];
  console.document(shown);
  console.write(renderChaosTerminal(shown, { colour: console.colour, widthColumns: console.widthColumns }));
  if (args.action === 'merge') console.say(`report: ${paths.at(-1)!}`);
  return shown.exitCode;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new RehearsalFailure('REPORT_INVALID', `${file} cannot be read: ${(error as Error).message}`, {
      place: { file },
      hint: 'Name the report.json of every shard.',
      cause: error,
    });
  }
}
