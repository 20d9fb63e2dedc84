import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CommandModule } from 'yargs';
import { rehearsalVersion } from '../../assembly/rehearsal-version.ts';
import { toFailure } from '../../domain/failure.ts';
import type { Disagreement, ShadowReport } from '../../domain/shadow-report.ts';
import { formatCount } from '../../report/amounts.ts';
import { mark, plain, type Console } from '../console.ts';
import { finish } from '../finish.ts';
import { rejectedText } from './rejected-text.ts';
import { judgingOptions, type JudgingArguments } from './ledger-options.ts';

interface ReportArguments extends JudgingArguments {
  readonly out: string;
}

/** As many as a page can hold and stay quick; the CSV file has all of them. */
const disagreementsShown = 1_000;
const charactersPerWrite = 1 << 18;

/** `rehearsal shadow report`: the verdict with its pictures, in one file. */
export const reportCommand: CommandModule<object, ReportArguments> = {
  command: 'report',
  describe: 'write the verdict, its evidence and its pictures into one HTML file',
  builder: (yargs) =>
    judgingOptions(yargs).option('out', { type: 'string', requiresArg: true, default: 'reports/shadow', describe: 'Folder of the report' }) as never,
  handler: (args) => finish(args.json, (console) => report(args, console)),
};

async function report(args: ReportArguments, console: Console): Promise<number> {
  const [{ judgeLedger, sameEvidence }, { renderShadowReport }] = await Promise.all([
    import('./judge-ledger.ts'),
    import('../../report/shadow-html.ts'),
  ]);
  const [page, data, table] = ['index.html', 'readiness.json', 'disagreements.csv'].map((name) => join(args.out, name)) as [string, string, string];
  const { readiness, disagreements, imports, ledger } = await withTable(table, (onDisagreement) =>
    judgeLedger(args, disagreementsShown, onDisagreement),
  );
  const shadowReport: ShadowReport = {
    version: 1,
    readiness,
    ledger,
    disagreements,
    imports: imports.filter(({ rejected }) => rejected > 0).map(rejectedText),
    command: `npx rehearsal shadow report${sameEvidence(args, ledger)}`,
    rehearsalVersion: rehearsalVersion(),
  };
  const html = await renderShadowReport(shadowReport);
  try {
    writeFileSync(page, html);
    writeFileSync(data, `${JSON.stringify(shadowReport, undefined, 2)}\n`);
  } catch (error) {
    throw toFailure(error, 'WRITE_FAILED');
  }
  console.document({ verdict: readiness.verdict, sentence: readiness.sentence, files: [page, data, table], disagreements: disagreements.total });
  console.say(plain(readiness.sentence));
  console.say(`${mark('good', console.colour)} ${plain(page)}   ${formatCount(disagreements.total)} disagreements, all of them in ${plain(table)}`);
  return 0;
}

/** The table is written while the cases pass by: there may be more disagreements than memory. */
async function withTable<T>(file: string, judge: (onDisagreement: (disagreement: Disagreement) => void) => Promise<T>): Promise<T> {
  const { queueCsvHead, queueCsvLine } = await import('../../shadow/queue/queue-csv.ts');
  let lines = queueCsvHead;
  let table: number | undefined;
  const write = (): void => {
    try {
      if (table === undefined) {
        mkdirSync(dirname(file), { recursive: true });
        table = openSync(file, 'w');
      }
      writeSync(table, lines);
      lines = '';
    } catch (error) {
      throw toFailure(error, 'WRITE_FAILED');
    }
  };
  try {
    const judged = await judge((disagreement) => {
      lines += queueCsvLine(disagreement);
      if (lines.length > charactersPerWrite) write();
    });
    write();
    return judged;
  } finally {
    if (table !== undefined) closeSync(table);
  }
}
