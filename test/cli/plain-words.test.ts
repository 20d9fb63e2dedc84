import yargs, { type CommandModule } from 'yargs';
import { expect, test } from 'vitest';
import { cassetteCommand } from '../../src/cli/commands/cassette.ts';
import { runCommand } from '../../src/cli/commands/run.ts';
import { serveCommand } from '../../src/cli/commands/serve.ts';
import { readPlainWords } from '../../src/cli/plain-words.ts';
import { seededRandom } from '../../src/domain/random.ts';

// Goal: the quick reader of command lines reads exactly what yargs reads, or nothing. Method: command lines put together at random from right and wrong
// words, each read by both.

type Command = CommandModule<object, Record<string, unknown>>;
const serve = serveCommand as unknown as Command;
const run = runCommand as unknown as Command;
const globalOptions = { json: { type: 'boolean', default: false, global: true } } as const;

function byYargs(command: Command, words: readonly string[]): Record<string, unknown> | undefined {
  let read: Record<string, unknown> | undefined;
  try {
    void yargs([...words])
      .scriptName('rehearsal')
      .parserConfiguration({ 'populate--': true, 'camel-case-expansion': true })
      .options(globalOptions)
      .command({ ...command, handler: (args) => void (read = args) })
      .demandCommand(1)
      .strict()
      .exitProcess(false)
      .help(false)
      .version(false)
      .fail((message: string, error: Error | undefined) => {
        throw error ?? new Error(message);
      })
      .parse();
  } catch {
    return undefined;
  }
  return read;
}

/** The arguments under the names that commands use. */
function named(args: Record<string, unknown> | undefined): Record<string, unknown> | undefined {
  return args === undefined
    ? undefined
    : Object.fromEntries(Object.entries(args).filter(([name, value]) => name !== '_' && name !== '$0' && !name.includes('-') && value !== undefined));
}

// prettier-ignore
const spelled = {
  serve: ['--port', '--cassette', '--pace', '--matcher', '--events', '--allow-unused', '--update', '--upstream-timeout', '--json', '--upstream', '--redact',
    '--volatile-field', '--volatile-pattern'],
  run: ['--case', '--shard', '--seed', '--concurrency', '--reports', '--prices', '--json'],
};
// prettier-ignore
const odd = ['--cassette=c.yaml', '--no-update', '--no-json', '--allowUnused', '-p', '--', '--help', '--unknown', '--case.x', '-1', '--seed=2', '-', '---'];
// prettier-ignore
const values = ['a.yaml', 'b.yaml', '0', '4010', '1e3', '-1', '007', '0x10', 'exact', 'conversation', 'instant', '0.5', '', '"quoted"', "it's", "'", 'a b',
  'openai=http://x/', 'true', 'false', 'replay', 'run', '1/2', 'a\nb', '1234567890123', '.', '__proto__'];

test('reads what yargs reads, or nothing', () => {
  const random = seededRandom(7);
  const pick = (from: readonly string[]): string => from[Math.floor(random.next() * from.length)]!;
  const read = { serve: 0, run: 0 };
  for (let round = 0; round < 2000; round++) {
    const which = random.next() < 0.5 ? 'serve' : 'run';
    const command = which === 'serve' ? serve : run;
    const line = which === 'serve' ? ['serve', random.next() < 0.95 ? 'replay' : pick(values), '--cassette', 'c.yaml'] : ['run'];
    if (which === 'run') while (random.next() < 0.5) line.push(pick(values));
    const count = Math.floor(random.next() * 5);
    for (let index = 0; index < count; index++) {
      line.push(random.next() < 0.9 ? pick(spelled[which]) : pick([...odd, ...values]));
      if (random.next() < 0.8) line.push(pick(values));
    }
    const plain = readPlainWords(command, line, globalOptions);
    if (plain === undefined) continue;
    read[which]++;
    expect(named(plain), line.join(' ')).toEqual(named(byYargs(command, line)));
  }
  expect(read.serve).toBeGreaterThan(100);
  expect(read.run).toBeGreaterThan(100);
});

test.each([
  [serve, 'serve replay --cassette c.yaml --port 4010 --pace recorded --allow-unused --json', true],
  [serve, 'serve record --cassette c.yaml --upstream openai=http://a --upstream http/b=http://b', true],
  [run, 'run', true],
  [run, 'run scenarios more.yaml --concurrency 4 --case one --case two', true],
  [serve, 'serve replay', false],
  [serve, 'serve replay --help', false],
  [serve, 'serve replay --cassette a b', false],
  [serve, 'serve replay --cassette a --port x', false],
  [serve, 'serve --cassette a replay', false],
  [run, 'run --json scenarios', false],
  [run, 'run -- scenarios', false],
  [cassetteCommand as unknown as Command, 'cassette check a.yaml', false],
])('%# %s', (command, line, expected) => {
  expect(readPlainWords(command, line.split(' '), globalOptions) !== undefined).toBe(expected);
});

test('an option that says more of itself than is understood is left to yargs', () => {
  const command = (definition: object): Command => ({
    command: 'do',
    builder: (yargs) => yargs.option('name', definition),
    handler: () => undefined,
  });
  expect(readPlainWords(command({ type: 'string' }), ['do', '--name', 'x'], globalOptions)).toEqual({ name: 'x', json: false });
  expect(readPlainWords(command({ type: 'string', coerce: Number }), ['do', '--name', 'x'], globalOptions)).toBeUndefined();
  expect(readPlainWords(command({}), ['do', '--name', '7'], globalOptions)).toBeUndefined();
});
