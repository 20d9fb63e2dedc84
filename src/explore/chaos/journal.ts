import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { RehearsalFailure, toFailure } from '../../domain/failure.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';
import { makeFolder } from '../../run/make-folder.ts';
import type { Finished } from './finished-cell.ts';

/**
 * The finished cells of an exploration, one line of JSON each, written as they finish: `kill -9` costs what was under way, and nothing else. What another
 * exploration wrote (another seed, other cases, another agent) is told apart by `exploration` and does not count.
 */
export interface Journal {
  /** What is known of a case from before. */
  known(exploration: string): ReadonlyMap<string, Finished>;
  add(exploration: string, cell: string, finished: Finished): void;
}

interface Line {
  readonly exploration: string;
  readonly cell: string;
  readonly finished: Finished;
}

/** @throws RehearsalFailure WRITE_FAILED, DISK_FULL */
export function openJournal(path: string, resume: boolean): Journal {
  const known = resume ? readJournal(path) : [];
  try {
    makeFolder(dirname(path));
    // Written anew: a torn last line must not become a part of the next.
    writeFileSync(path, known.map((line) => `${JSON.stringify(line)}\n`).join(''));
  } catch (error) {
    throw unwritable(path, error);
  }
  return {
    known: (exploration) => new Map(known.filter((line) => line.exploration === exploration).map(({ cell, finished }) => [cell, finished])),
    add(exploration, cell, finished) {
      try {
        appendFileSync(path, `${JSON.stringify({ exploration, cell, finished } satisfies Line)}\n`);
      } catch (error) {
        throw unwritable(path, error);
      }
    },
  };
}

function unwritable(path: string, error: unknown): RehearsalFailure {
  const failure = toFailure(error, 'WRITE_FAILED');
  return new RehearsalFailure(failure.code, `The journal ${path} cannot be written: ${failure.message}.`, {
    hint: failure.hint ?? 'Name another folder with --reports, one that can be written.',
    cause: error,
  });
}

function readJournal(path: string): readonly Line[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new RehearsalFailure('USAGE', `There is nothing to resume: no ${path}.`, {
        hint: 'Leave --resume out to begin, or name the --reports folder of the exploration that was interrupted.',
      });
    throw error;
  }
  return text.split('\n').flatMap((line) => lineOf(line));
}

/** A line that was torn is one cell that is run again. */
function lineOf(line: string): readonly Line[] {
  try {
    const read = JSON.parse(line) as Json;
    const isLine =
      isJsonObject(read) && typeof read['exploration'] === 'string' && typeof read['cell'] === 'string' && isJsonObject(read['finished']);
    return isLine ? [read as unknown as Line] : [];
  } catch {
    return [];
  }
}
