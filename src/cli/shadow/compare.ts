import type { CommandModule } from 'yargs';
import type { Console } from '../console.ts';
import { finish } from '../finish.ts';
import { judgingOptions, policyInForce, seedOf, type JudgingArguments } from './ledger-options.ts';

interface CompareArguments extends JudgingArguments {
  readonly a: string;
  readonly b: string;
}

/** `rehearsal shadow compare A B`: two agents, or two versions, on the same cases. */
export const compareCommand: CommandModule<object, CompareArguments> = {
  command: 'compare <a> <b>',
  describe: 'is agent A better than agent B on the same cases, worse, or is there no evidence?',
  builder: (yargs) =>
    judgingOptions(yargs)
      .positional('a', { type: 'string', demandOption: true, describe: 'Name of an agent, as its decisions carry it' })
      .positional('b', { type: 'string', demandOption: true, describe: 'Name of another' }) as never,
  handler: (args) => finish(args.json, (console) => compare(args, console)),
};

async function compare(args: CompareArguments, console: Console): Promise<number> {
  const [{ withLedger }, { compareAgents }, { renderComparison }] = await Promise.all([
    import('./judge-ledger.ts'),
    import('../../shadow/index.ts'),
    import('../../report/shadow-terminal.ts'),
  ]);
  const [{ policy }, seed] = [await policyInForce(args.policy), seedOf(args)];
  const comparison = await withLedger(args.ledger, async (ledger) => {
    const { a, b } = args;
    return compareAgents(await ledger.cases({ agent: a }), { a, b }, policy, { seed });
  });
  console.document(comparison);
  console.write(renderComparison(comparison, { colour: console.colour, widthColumns: console.widthColumns }));
  return comparison.verdict === 'invalid' ? 3 : 0;
}
