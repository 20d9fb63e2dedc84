import type { CommandModule } from 'yargs';
import { formatCount } from '../../report/amounts.ts';
import type { RuleSimulation } from '../../shadow/simulate.ts';
import type { Console } from '../console.ts';
import { finish } from '../finish.ts';
import { parseCount } from '../parse-options.ts';

interface SimulateArguments {
  readonly histories: number;
  readonly seed: number;
  readonly json: boolean;
}

/** `rehearsal shadow simulate`: how often each rule calls an agent ready that is not. */
export const simulateCommand: CommandModule<object, SimulateArguments> = {
  command: 'simulate',
  describe: 'show how often the plain rule, and our own, call an agent ready that is not',
  builder: (yargs) =>
    yargs
      .option('histories', { type: 'number', requiresArg: true, default: 2000, describe: 'Histories to draw for each figure' })
      .option('seed', { type: 'number', requiresArg: true, default: 1, describe: 'Seed of all chance' }) as never,
  handler: (args) =>
    finish(args.json, async (console: Console) => {
      const { simulateRules } = await import('../../shadow/simulate.ts');
      const simulation = simulateRules({
        seed: parseCount('seed', args.seed, 0, 0xffffffff)!,
        histories: parseCount('histories', args.histories, 100, 1_000_000)!,
      });
      console.document(simulation);
      console.write(`${tableOf(simulation).join('\n')}\n`);
      return 0;
    }),
};

function tableOf({ setting, histories, seed, everReady, waiting, verdict }: RuleSimulation): readonly string[] {
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  return [
    `${setting}; ${formatCount(histories)} histories each, seed ${seed}`,
    '',
    'true accuracy   ever called ready, exactly   drawn (± standard error)   rule',
    ...everReady.map(
      (row) =>
        `${String(row.trueAccuracy).padEnd(13)}   ${percent(row.exact).padStart(26)}   ${`${percent(row.simulated)} ± ${percent(row.standardError)}`.padStart(24)}   ${row.rule}${row.falseReady ? '   (false)' : ''}`,
    ),
    '',
    'decisions until the bound that holds at any look passes 0.95',
    'true accuracy   on the expected path   median, exactly   median, drawn',
    ...waiting.map(
      (row) =>
        `${String(row.trueAccuracy).padEnd(13)}   ${formatCount(row.expectedPath).padStart(20)}   ${(row.exactMedian === undefined ? 'beyond' : formatCount(row.exactMedian)).padStart(15)}   ${(row.simulatedMedian === undefined ? 'beyond' : formatCount(row.simulatedMedian)).padStart(13)}`,
    ),
    '',
    `the verdict as a whole, every gate of it; ${verdict.setting}`,
    'true accuracy   histories   ever READY   at most, with 95 % certainty',
    ...verdict.everReady.map(
      (row) =>
        `${String(row.trueAccuracy).padEnd(13)}   ${formatCount(row.histories).padStart(9)}   ${percent(row.simulated).padStart(10)}   ${percent(row.upper).padStart(28)}${row.falseReady ? '   (false)' : ''}`,
    ),
  ];
}
