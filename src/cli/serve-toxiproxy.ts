import { readFileSync } from 'node:fs';
import { RehearsalFailure } from '../domain/failure.ts';
import type { ProxyFile } from '../fault/tcp/server/proxy-file.ts';
import { startToxiproxyServer } from '../fault/tcp/server/start-toxiproxy-server.ts';
import type { ToxiproxyArguments } from './commands/toxiproxy.ts';
import { mark, plain, type Console } from './console.ts';
import { onInterruption } from './interruption.ts';
import { parseCount } from './parse-options.ts';

/** Serves until Ctrl-C or `kill`; then every port and every connection is closed. */
export async function serveToxiproxy(args: ToxiproxyArguments, console: Console): Promise<number> {
  const port = parseCount('port', args.port, 0, 65535)!;
  const seed = parseCount('seed', args.seed, 0, 2 ** 32 - 1)!;
  const config = args.config === undefined ? undefined : readConfig(args.config);
  const interruption = onInterruption();
  const server = await startToxiproxyServer({ port, host: args.host, seed, metrics: args.metrics, ...(config === undefined ? {} : { config }) });
  const proxies = server.proxyCount();
  console.document({ url: server.url, port: server.port, host: args.host, seed, proxies });
  console.say(`${mark('busy', console.colour)} ${plain(`${server.url} speaks the API of Toxiproxy 2.12, ${proxies} proxies, seed ${seed}`)}`);
  console.say('  Ctrl-C ends it');
  if (!interruption.signal.aborted) await new Promise<void>((resolve) => interruption.signal.addEventListener('abort', () => resolve()));
  await server.close();
  interruption.release();
  return 0;
}

function readConfig(file: string): ProxyFile {
  try {
    return { file, text: readFileSync(file) };
  } catch (error) {
    throw new RehearsalFailure('CONFIGURATION_INVALID', `The file of proxies cannot be read: ${(error as Error).message}.`, {
      hint: 'Name a JSON file with --config, or leave it out and make proxies over the API.',
      place: { file },
      cause: error,
    });
  }
}
