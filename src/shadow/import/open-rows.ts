import type { DecisionMapping } from '../../domain/decision-mapping.ts';
import { readCsv } from './read-csv.ts';
import { cellAt, pathsOf, readJsonLines } from './read-json-lines.ts';
import type { RowSource } from './source-row.ts';

/** True for names that say that a file holds JSON lines. */
export function isJsonLines(file: string): boolean {
  return /\.(jsonl|ndjson|jsonlines|json)$/i.test(file);
}

/** A file as rows: the columns of CSV are its own, those of JSON lines the paths that its first objects have and the mapping asks for. */
export async function openRows(file: string, mapping: DecisionMapping | undefined): Promise<RowSource> {
  if (!isJsonLines(file)) return readCsv(file, mapping?.csv ?? {});
  const columns = await jsonColumns(file, mapping);
  return { columns, batches: jsonRows(file, columns) };
}

const linesLookedAt = 200;

async function jsonColumns(file: string, mapping: DecisionMapping | undefined): Promise<readonly string[]> {
  const asked = mapping === undefined ? [] : columnsOf(mapping);
  const seen = new Set(asked);
  // Members may be left out where they are empty, so a column that the mapping names is there even if no object has it.
  for await (const batch of readJsonLines(file)) {
    for (const line of batch.slice(0, linesLookedAt)) if ('value' in line) for (const path of pathsOf(line.value)) seen.add(path);
    break;
  }
  return [...seen];
}

async function* jsonRows(file: string, columns: readonly string[]): AsyncGenerator<Awaited<ReturnType<typeof batchOf>>> {
  for await (const batch of readJsonLines(file)) yield batchOf(batch, columns);
}

type JsonBatch = ReturnType<typeof readJsonLines> extends AsyncGenerator<infer B> ? B : never;

function batchOf(batch: JsonBatch, columns: readonly string[]): RowSource['batches'] extends AsyncIterable<infer R> ? R : never {
  return batch.map((line) => ('value' in line ? { line: line.line, values: columns.map((path) => cellAt(line.value, path)) } : line));
}

/** Every column that a mapping names. */
function columnsOf(mapping: DecisionMapping): readonly string[] {
  const { id, amount, couldBeCritical, segments = {}, fields = [] } = mapping.case;
  const decisions = [...Object.values(mapping.agents ?? {}), ...(mapping.people ?? []), ...(mapping.truth === undefined ? [] : [mapping.truth])];
  const cells = [
    id,
    amount,
    couldBeCritical,
    ...Object.values(segments),
    ...fields,
    ...decisions.flatMap((decision) => Object.values(decision) as unknown[]),
  ];
  return cells.flat().filter((cell) => typeof cell === 'string');
}
