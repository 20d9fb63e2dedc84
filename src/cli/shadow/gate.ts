import type { CommandModule } from 'yargs';
import type { ReadinessVerdict } from '../../domain/readiness.ts';
import { mark, plain, type Console } from '../console.ts';
import { finish } from '../finish.ts';
import { judgingOptions, type JudgingArguments } from './ledger-options.ts';

interface GateArguments extends JudgingArguments {
  readonly allowEnvelope: boolean;
}

/** `rehearsal shadow gate`: the verdict as an exit code, for a pipeline. */
export const gateCommand: CommandModule<object, GateArguments> = {
  command: 'gate',
  describe: 'exit 0 where the agent is READY, 1 where it is not (yet), 3 where the evidence is INVALID',
  builder: (yargs) =>
    judgingOptions(yargs).option('allow-envelope', { type: 'boolean', default: false, describe: 'READY WITHIN ENVELOPE passes too' }) as never,
  handler: (args) =>
    finish(args.json, async (console: Console) => {
      const { judgeLedger } = await import('./judge-ledger.ts');
      const { readiness } = await judgeLedger(args, 0);
      const exitCode = exitCodeOf(readiness.verdict, args.allowEnvelope);
      console.document({ verdict: readiness.verdict, sentence: readiness.sentence, exitCode, gates: readiness.gates, envelope: readiness.envelope });
      console.say(`${mark(exitCode === 0 ? 'good' : 'bad', console.colour)} ${plain(readiness.sentence)}`);
      return exitCode;
    }),
};

/** 3 is for evidence that says nothing: a pipeline must not take it for "not yet". */
export function exitCodeOf(verdict: ReadinessVerdict, allowEnvelope: boolean): 0 | 1 | 3 {
  switch (verdict) {
    case 'READY':
      return 0;
    case 'READY WITHIN ENVELOPE':
      return allowEnvelope ? 0 : 1;
    case 'NOT YET':
    case 'BLOCKED':
      return 1;
    case 'INVALID':
      return 3;
  }
}
