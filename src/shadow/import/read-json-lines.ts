import { createReadStream } from 'node:fs';
import { RehearsalFailure } from '../../domain/failure.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { firstLine } from './first-line.ts';
import { rowCharactersMax, rowsPerBatch, type Rejection } from './source-row.ts';

/** One line of a file, read. */
export interface JsonLine {
  readonly line: number;
  readonly value: JsonObject;
}

/** JSON lines: one object a line, blank lines left out; a line that is none is a rejection. */
export async function* readJsonLines(file: string): AsyncGenerator<readonly (JsonLine | Rejection)[]> {
  await firstLine(file);
  let batch: (JsonLine | Rejection)[] = [];
  for await (const { line, text } of linesOf(file)) {
    const read = readLine(line, text);
    if (read !== undefined) batch.push(read);
    if (batch.length < rowsPerBatch) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function readLine(line: number, text: string | undefined): JsonLine | Rejection | undefined {
  if (text === undefined)
    return { line, reason: 'unreadable row', text: `The line has more than ${rowCharactersMax.toLocaleString('en')} characters.` };
  if (text.trim() === '') return undefined;
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    return { line, reason: 'unreadable row', text: `The line is no JSON: ${(error as Error).message}.` };
  }
  return isJsonObject(value) ? { line, value } : { line, reason: 'unreadable row', text: 'The line is JSON, but no object.' };
}

/** Lines as they come; the text of one that is too long is not kept. */
async function* linesOf(file: string): AsyncGenerator<{ readonly line: number; readonly text: string | undefined }> {
  let line = 1;
  let rest = '';
  let isTooLong = false;
  const stream = createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 18 });
  try {
    for await (const chunk of stream as AsyncIterable<string>) {
      const parts = (rest + (line === 1 && rest === '' ? chunk.replace(/^\ufeff/, '') : chunk)).split('\n');
      rest = parts.pop()!;
      for (const part of parts) {
        yield { line: line++, text: isTooLong || part.length > rowCharactersMax ? undefined : part };
        isTooLong = false;
      }
      if (rest.length <= rowCharactersMax) continue;
      isTooLong = true;
      rest = '';
    }
  } catch (error) {
    throw new RehearsalFailure('DECISIONS_UNREADABLE', `${file} cannot be read: ${(error as Error).message}.`, {
      place: { file, line },
      cause: error,
    });
  }
  if (rest !== '' || isTooLong) yield { line, text: isTooLong ? undefined : rest };
}

/** The value at a path such as `agent.decision`, as a cell; a member of that very name goes first. */
export function cellAt(value: JsonObject, path: string): string {
  let found: Json | undefined = Object.hasOwn(value, path) ? value[path] : undefined;
  if (found === undefined) {
    found = value;
    for (const name of path.split('.')) found = isJsonObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  }
  if (found === undefined || found === null) return '';
  return typeof found === 'string' ? found : JSON.stringify(found);
}

/** Paths of all scalars of an object, for guessing a mapping. */
export function pathsOf(value: JsonObject, prefix: string = ''): readonly string[] {
  return Object.entries(value).flatMap(([name, member]) => (isJsonObject(member) ? pathsOf(member, `${prefix}${name}.`) : [`${prefix}${name}`]));
}
