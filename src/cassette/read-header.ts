import type { CassetteHeader } from '../domain/cassette.ts';
import { RehearsalFailure } from '../domain/failure.ts';
import { cassetteFiles, exists, readIfPresent } from './files.ts';
import { readJournal } from './journal.ts';
import { parseReadable } from './read-cassette.ts';

/**
 * What the head of a cassette says, without reading its wire.
 *
 * @throws RehearsalFailure CASSETTE_NOT_FOUND, CASSETTE_EMPTY, CASSETTE_CORRUPT, CASSETTE_FUTURE_VERSION.
 */
export function readCassetteHeader(path: string): Partial<CassetteHeader> {
  const files = cassetteFiles(path);
  const text = readIfPresent(files.readable);
  if (text !== undefined) {
    return parseReadable(text, files.readable).value as Partial<CassetteHeader>;
  }
  if (exists(files.journal)) return readJournal(files)?.header.header ?? {};
  throw new RehearsalFailure('CASSETTE_NOT_FOUND', `There is no cassette at ${files.readable}.`, {
    place: { file: files.readable },
    hint: 'Record it first: `npx rehearsal record -- <command>`, or name another with --cassette.',
  });
}
