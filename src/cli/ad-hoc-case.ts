import { basename, join } from 'node:path';
import { createRedactor } from '../cassette/redaction/index.ts';
import { exactMatching } from '../domain/cassette.ts';
import { RehearsalFailure } from '../domain/failure.ts';
import { defaultLimits, type CasePlan, type Expectation } from '../domain/scenario.ts';
import { nothingDeclared } from '../domain/world-defaults.ts';
import { shellWord } from '../domain/shell-word.ts';
import { slug } from '../run/file-names.ts';
import { parseRedaction } from './parse-options.ts';

/** Flags that `record -- <command>` and `replay -- <command>` share. */
export interface AdHocArguments {
  readonly cassette?: string;
  readonly upstream: readonly string[];
  readonly timeout: number;
  readonly redact: readonly string[];
  readonly volatileField: readonly string[];
  readonly volatilePattern: readonly string[];
}

/** A case for a command that has no scenario file. */
export function adHocCase(
  command: readonly string[],
  args: AdHocArguments,
  upstreams: Readonly<Record<string, string>>,
  expect: Expectation,
): CasePlan {
  const cassette = args.cassette ?? defaultCassette(command);
  return {
    id: cassette,
    file: cassette,
    scenario: 'a command',
    name: createRedactor(args.redact.map(parseRedaction)).text(command.join(' ')),
    index: 0,
    agent: { kind: 'command', command, folder: process.cwd(), input: 'none', environment: {}, intercept: false, requires: [] },
    tasks: [command.at(-1) ?? ''],
    together: false,
    pauseSeconds: 0,
    cassette,
    expect,
    limits: { ...defaultLimits, steps: Number.MAX_SAFE_INTEGER, attempts: Number.MAX_SAFE_INTEGER, seconds: args.timeout },
    checks: [],
    faults: [],
    onDivergence: 'stop',
    model: undefined,
    answeredBy: 'cassette',
    upstreams,
    matching: { ...exactMatching, volatileFields: args.volatileField, volatilePatterns: args.volatilePattern },
    redaction: { patterns: args.redact.map(parseRedaction), disabled: [] },
    pace: 'instant',
    unusedRecordings: 'error',
    expectFailure: undefined,
    contracts: [],
    declares: nothingDeclared,
    settings: {},
    clock: 'real',
    repeat: 1,
    bounds: {},
    explore: {},
    pricesFile: undefined,
    recordedCommand: command,
  };
}

/** `python agent.py "Refund order 4711"` → `cassettes/refund-order-4711.yaml`: named after the task, or the program where there is none. */
export function defaultCassette(command: readonly string[]): string {
  // What is written to the disk is scrubbed first, and so is the name under which it is written.
  const last = createRedactor().text(command.at(-1) ?? '');
  return join('cassettes', `${slug(command.length > 1 ? last : basename(last))}.yaml`);
}

/** A command as it can be typed again. */
export function typed(command: readonly string[]): string {
  return command.map(shellWord).join(' ');
}

/** @throws RehearsalFailure USAGE where nothing follows `--`. */
export function commandAfterDashes(words: unknown): readonly string[] | undefined {
  if (!Array.isArray(words)) return undefined;
  const command = words.map(String);
  if (command.length === 0)
    throw new RehearsalFailure('USAGE', 'No command follows `--`.', {
      hint: 'For example: npx rehearsal record -- python agent.py "Refund order 4711"',
    });
  return command;
}
