import { existsSync, readFileSync } from 'node:fs';
import type { Argv } from 'yargs';
import { RehearsalFailure } from '../../domain/failure.ts';
import { shellWord } from '../../domain/shell-word.ts';
import { defaultReadinessPolicy, type ReadinessPolicy } from '../../domain/readiness-policy.ts';
import { parseCount } from '../parse-options.ts';

/** What every command that reads a ledger understands. */
export interface LedgerArguments {
  readonly ledger: string;
  readonly json: boolean;
}

/** What every command that judges understands. */
export interface JudgingArguments extends LedgerArguments {
  readonly policy: string | undefined;
  readonly seed: number;
}

/** Where a policy is looked for if none is named. */
export const usualPolicyFile = 'shadow/policy.yaml';

/** A URL with a password is better kept out of the command line, which every process of the machine can read. */
export function ledgerOption<T>(yargs: Argv<T>): Argv<T & { ledger: string }> {
  return yargs.option('ledger', {
    type: 'string',
    requiresArg: true,
    default: process.env['REHEARSAL_LEDGER'] ?? 'shadow/ledger.db',
    defaultDescription: '$REHEARSAL_LEDGER, else shadow/ledger.db',
    describe: 'A file, or postgres://user@host/database',
  });
}

/** `--ledger`, `--policy` and `--seed`. */
export function judgingOptions<T>(yargs: Argv<T>): Argv<T & { ledger: string; policy: string | undefined; seed: number }> {
  return ledgerOption(yargs)
    .option('policy', {
      type: 'string',
      requiresArg: true,
      describe: `Readiness policy; without it ${usualPolicyFile} if it is there, else the default`,
    })
    .option('seed', { type: 'number', requiresArg: true, default: 1, describe: 'Seed of all chance in the statistics' });
}

/** The option that names the same ledger again in a command that is shown, ready for a shell; nothing where it is found without. Never a password. */
export function sameLedger(ledger: string, name: string): string {
  return ledger === 'shadow/ledger.db' || ledger === process.env['REHEARSAL_LEDGER'] ? '' : ` --ledger ${shellWord(name)}`;
}

/** The policy in force, and where it stands. @throws RehearsalFailure CONFIGURATION_INVALID */
export async function policyInForce(named: string | undefined): Promise<{ readonly policy: ReadinessPolicy; readonly file: string | undefined }> {
  const file = named ?? (existsSync(usualPolicyFile) ? usualPolicyFile : undefined);
  if (file === undefined) return { policy: defaultReadinessPolicy, file };
  const { readPolicy } = await import('../../shadow/read-policy.ts');
  return { policy: readPolicy(textOf(file), file), file };
}

/** @throws RehearsalFailure USAGE */
export function seedOf(args: JudgingArguments): number {
  return parseCount('seed', args.seed, 0, 0xffffffff)!;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new RehearsalFailure('CONFIGURATION_INVALID', `The policy ${file} cannot be read: ${(error as Error).message}.`, {
      place: { file },
      hint: '`npx rehearsal shadow policy > policy.yaml` writes the default one.',
      cause: error,
    });
  }
}
