import { createReadStream } from 'node:fs';
import type { InfoRecord, Options } from 'csv-parse';
import { RehearsalFailure } from '../../domain/failure.ts';
import { firstLine } from './first-line.ts';
import { rowCharactersMax, rowsPerBatch, type Rejection, type RowSource, type SourceRow } from './source-row.ts';

/**
 * A CSV file with a line of column names. A row with too few or too many cells is a rejection. After a misplaced quotation mark nobody can tell where the
 * next row begins, so that ends the reading: to go on would lose good rows without a word.
 *
 * @throws RehearsalFailure DECISIONS_UNREADABLE for a file that is empty, no text, or has no usable line of names.
 */
export async function readCsv(file: string, settings: { readonly delimiter?: string }): Promise<RowSource> {
  const header = await firstLine(file);
  const delimiter = settings.delimiter ?? likelyDelimiter(header);
  const { parse } = await import('csv-parse');
  const options: Options = {
    bom: true,
    delimiter,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: rowCharactersMax,
    // The types expect the cells back; what is handed out is a row that knows its line.
    on_record: ((values: string[], { lines }: InfoRecord): SourceRow => ({ line: lines - lineBreaks(values), values })) as never,
  };
  const parser = parse(options);
  // An error of the disk ends the parser, and with it whoever reads from it.
  createReadStream(file, { highWaterMark: 1 << 20 })
    .on('error', (error) => parser.destroy(error))
    .pipe(parser);
  const rows = parser[Symbol.asyncIterator]() as AsyncIterator<SourceRow>;
  const first = await attempt(file, () => rows.next());
  const columns = first.done === true ? [] : first.value.values.map((name) => name.trim());
  if (columns.every((name) => name === '')) throw unreadable(file, 'has no line of column names', 1);
  const twice = columns.find((name, index) => name !== '' && columns.indexOf(name) !== index);
  if (twice !== undefined) throw unreadable(file, `has two columns named ${JSON.stringify(twice)}`, 1);
  return { columns, batches: batches(file, rows, columns.length) };
}

async function* batches(file: string, rows: AsyncIterator<SourceRow>, columnCount: number): AsyncGenerator<readonly (SourceRow | Rejection)[]> {
  for (;;) {
    const batch: (SourceRow | Rejection)[] = [];
    let ended = false;
    while (batch.length < rowsPerBatch && !ended) {
      const next = await attempt(file, () => rows.next());
      if (next.done === true) ended = true;
      else batch.push(next.value.values.length === columnCount ? next.value : otherWidth(next.value, columnCount));
    }
    if (batch.length > 0) yield batch;
    if (ended) return;
  }
}

function otherWidth({ line, values }: SourceRow, columnCount: number): Rejection {
  return { line, reason: 'wrong number of cells', text: `The row has ${values.length} cells, the line of names ${columnCount}.` };
}

/** Most rows have none. */
function lineBreaks(values: readonly string[]): number {
  let count = 0;
  for (const value of values) if (value.includes('\n')) count += value.split('\n').length - 1;
  return count;
}

async function attempt<T>(file: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const { code, lines, message } = error as { code?: string; lines?: number; message: string };
    if (code === 'CSV_MAX_RECORD_SIZE')
      throw unreadable(
        file,
        `has a row of more than ${rowCharactersMax.toLocaleString('en')} characters; perhaps a quotation mark is never closed`,
        lines,
      );
    throw unreadable(file, `cannot be taken apart: ${message}`, lines);
  }
}

function unreadable(file: string, what: string, line: number | undefined): RehearsalFailure {
  return new RehearsalFailure('DECISIONS_UNREADABLE', `${file} ${what}.`, {
    place: line === undefined ? { file } : { file, line },
    hint: 'A file of decisions is CSV with a line of column names, in UTF-8, or JSON lines. Rows before this one may have been taken; taken again they count once.',
  });
}

/** What occurs most often in the line of names. */
function likelyDelimiter(header: string): string {
  const counts = [',', ';', '\t', '|'].map((delimiter) => [delimiter, header.split(delimiter).length] as const);
  return counts.reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}
