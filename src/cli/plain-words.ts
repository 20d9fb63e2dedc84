import type { Argv, CommandModule } from 'yargs';

/** What an option can say of itself here; one that says more is for yargs. */
const understood = new Set(['type', 'array', 'default', 'choices', 'demandOption', 'describe', 'global']);

interface Option {
  readonly type?: string;
  readonly array?: boolean;
  readonly default?: unknown;
  readonly choices?: readonly string[];
  readonly demandOption?: boolean;
}

interface Positional extends Option {
  readonly name: string;
  /** False for `<one>`, true for `[any..]`. */
  readonly many: boolean;
}

/**
 * Reads a command line in which the words for the command come first and then nothing but declared options, spelled out, each with its value: what programs
 * and scripts write. Undefined for anything else (help, a mistake, another spelling), which is for yargs to read and to explain. Loading yargs takes longer
 * than everything else that a gateway needs to listen.
 *
 * The options are those that the command declares to yargs; `global` are those of all commands.
 */
export function readPlainWords<T>(
  command: CommandModule<object, T>,
  words: readonly string[],
  global: Readonly<Record<string, Option>>,
): T | undefined {
  const declared = declarationsOf(command, global);
  if (declared === undefined) return undefined;
  const { name, positional, options } = declared;
  if (words[0] !== name) return undefined;
  const firstOption = words.findIndex((word, index) => index > 0 && !isWord(word));
  const own = words.slice(1, firstOption === -1 ? undefined : firstOption);
  const args: Record<string, unknown> = {};
  const value = positional === undefined ? undefined : positionalValue(positional, own);
  if (positional === undefined ? own.length > 0 : value === undefined) return undefined;
  if (positional !== undefined) args[positional.name] = value;
  const given = readOptions(options, firstOption === -1 ? [] : words.slice(firstOption));
  if (given === undefined) return undefined;
  for (const [option, definition] of options) {
    if (definition.demandOption === true && !given.has(option)) return undefined;
    const known = given.has(option) ? given.get(option) : definition.default;
    if (known !== undefined) args[option.replaceAll(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase())] = known;
  }
  return args as T;
}

function positionalValue(positional: Positional, words: readonly string[]): unknown {
  if (!words.every((word) => valueOf(positional, word) !== undefined)) return undefined;
  if (positional.many) return words.length === 0 ? positional.default : words;
  return words.length === 1 ? words[0] : undefined;
}

function readOptions(options: ReadonlyMap<string, Option>, words: readonly string[]): ReadonlyMap<string, unknown> | undefined {
  const given = new Map<string, unknown>();
  for (let index = 0; index < words.length; index++) {
    // A second word behind an option lands here, and names none: yargs may take it for one more value, or for one of the command's own.
    const name = /^--[a-z]/.test(words[index]!) ? words[index]!.slice(2) : '';
    const definition = options.get(name);
    if (definition === undefined || (given.has(name) && definition.array !== true)) return undefined;
    const value = definition.type === 'boolean' ? true : valueOf(definition, words[++index]);
    if (value === undefined) return undefined;
    given.set(name, definition.array === true ? [...((given.get(name) ?? []) as readonly unknown[]), value] : value);
  }
  return given;
}

/** A word as yargs takes it for this option; undefined where it might take it for something else, or for a mistake. */
function valueOf({ type, choices, array }: Option, word: string | undefined): string | number | undefined {
  if (!isWord(word)) return undefined;
  if (choices !== undefined && !choices.includes(word)) return undefined;
  if (type === 'string') return word;
  if (array === true) return undefined;
  if (type === 'number') return /^(?:0|[1-9]\d{0,8})$/.test(word) ? Number(word) : undefined;
  // Without a type a word may become a number or a truth value; these do not.
  return type === undefined && choices !== undefined && /^[a-z]{2,}$/.test(word) && word !== 'true' && word !== 'false' ? word : undefined;
}

function isWord(word: string | undefined): word is string {
  return word !== undefined && !word.startsWith('-');
}

interface Declarations {
  readonly name: string;
  readonly positional: Positional | undefined;
  readonly options: ReadonlyMap<string, Option>;
}

/** As much of yargs as is understood here. */
interface Listener {
  option(name: string, definition: Option): Listener;
  positional(name: string, definition: Option): Listener;
  example(): Listener;
}

/** What a command tells yargs about itself; undefined where it tells more than is understood here. */
function declarationsOf<T>(command: CommandModule<object, T>, global: Readonly<Record<string, Option>>): Declarations | undefined {
  const shape = /^(?<name>\w+)(?: <(?<one>\w+)>| \[(?<any>\w+)\.\.\])?$/.exec(String(command.command))?.groups;
  if (shape === undefined) return undefined;
  const { name, one, any } = shape;
  const options = new Map<string, Option>(Object.entries(global));
  const positionals = new Map<string, Option>();
  const listener: Listener = {
    option(option, definition) {
      options.set(option, definition);
      return listener;
    },
    positional(word, definition) {
      positionals.set(word, definition);
      return listener;
    },
    example: () => listener,
  };
  try {
    (command.builder as (yargs: Argv) => unknown)(listener as unknown as Argv);
  } catch {
    return undefined;
  }
  if (![...options.values(), ...positionals.values()].every((definition) => Object.keys(definition).every((key) => understood.has(key))))
    return undefined;
  const asked = one ?? any;
  const definition = positionals.get(asked ?? '');
  if (positionals.size !== (asked === undefined ? 0 : 1) || (asked !== undefined && definition === undefined)) return undefined;
  return { name: name!, options, positional: asked === undefined ? undefined : { ...definition, name: asked, many: any !== undefined } };
}
