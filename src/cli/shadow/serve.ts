import type { CommandModule } from 'yargs';
import { mark, plain, type Console } from '../console.ts';
import { finish } from '../finish.ts';
import { onInterruption } from '../interruption.ts';
import { parseCount } from '../parse-options.ts';
import { ledgerOption, type LedgerArguments } from './ledger-options.ts';

interface ShadowServeArguments extends LedgerArguments {
  readonly port: number;
}

/** `rehearsal shadow serve`: an endpoint for decisions as they are made. */
export const shadowServeCommand: CommandModule<object, ShadowServeArguments> = {
  command: 'serve',
  describe: 'take decisions over HTTP on loopback, from `rehearsal/shadow` or any other client',
  builder: (yargs) =>
    ledgerOption(yargs).option('port', { type: 'number', requiresArg: true, default: 0, describe: 'Port; 0 for any free one' }) as never,
  handler: (args) => finish(args.json, (console) => serve(args, console)),
};

async function serve(args: ShadowServeArguments, console: Console): Promise<number> {
  const port = parseCount('port', args.port, 0, 65535)!;
  const [{ openLedger }, { startObservationServer }] = await Promise.all([
    import('../../shadow/ledger/open-ledger.ts'),
    import('../../shadow/observe/observation-server.ts'),
  ]);
  const interruption = onInterruption();
  const ledger = await openLedger(args.ledger, { create: true });
  try {
    const server = await startObservationServer({
      port,
      ledger,
      now: Date.now,
      onProblem: (text) => console.say(plain(`${mark('bad', false)} ${text}`)),
    });
    console.document({ origin: server.origin, ledger: ledger.name });
    console.say(`${mark('busy', console.colour)} taking decisions at ${server.origin}/v1/entries into ${plain(ledger.name)}   (Ctrl-C ends it)`);
    if (!interruption.signal.aborted) await new Promise<void>((resolve) => interruption.signal.addEventListener('abort', () => resolve()));
    await server.stop();
  } finally {
    await ledger.close();
    interruption.release();
  }
  return 0;
}
