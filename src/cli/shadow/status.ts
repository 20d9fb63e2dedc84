import type { CommandModule } from 'yargs';
import { plain, type Console } from '../console.ts';
import { finish } from '../finish.ts';
import { rejectedText } from './rejected-text.ts';
import { judgingOptions, type JudgingArguments } from './ledger-options.ts';

/** `rehearsal shadow status`: may it go live, why, and what is missing. */
export const statusCommand: CommandModule<object, JudgingArguments> = {
  command: 'status',
  describe: 'say whether the agent may go live, why, and what is missing',
  builder: (yargs) => judgingOptions(yargs) as never,
  handler: (args) =>
    finish(args.json, async (console: Console) => {
      const [{ judgeLedger, sameEvidence }, { renderReadiness }] = await Promise.all([
        import('./judge-ledger.ts'),
        import('../../report/shadow-terminal.ts'),
      ]);
      const { readiness, imports, ledger } = await judgeLedger(args, 0);
      console.document(readiness);
      console.write(renderReadiness(readiness, { colour: console.colour, widthColumns: console.widthColumns }));
      for (const record of imports.filter(({ rejected }) => rejected > 0)) console.say(plain(`  ${rejectedText(record)}`));
      console.say(`\n  the whole of it: npx rehearsal shadow report${sameEvidence(args, ledger)}`);
      return 0;
    }),
};
