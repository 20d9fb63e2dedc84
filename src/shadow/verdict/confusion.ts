import type { ConfusionFigure } from '../../domain/readiness-figures.ts';
import type { Evidence } from './evidence.ts';

const labelsMax = 20;

/** What was decided against what was right; the commonest labels by name, the others together. */
export function confusionOf({ rows, reference, decision, labels }: Evidence): ConfusionFigure {
  const rowLabels = commonest(reference, labels.texts, 'contested');
  const columnLabels = commonest(decision, labels.texts, 'no decision');
  const counts = rowLabels.names.map(() => Array.from(columnLabels.names, () => 0));
  for (let row = 0; row < rows; row++) counts[rowLabels.placeOf(reference[row]!)]![columnLabels.placeOf(decision[row]!)]!++;
  return { references: rowLabels.names, decisions: columnLabels.names, counts };
}

interface Places {
  readonly names: readonly string[];
  placeOf(id: number): number;
}

function commonest(ids: Int32Array, texts: readonly string[], none: string): Places {
  const counts = new Float64Array(texts.length);
  for (const id of ids) counts[id] = counts[id]! + 1;
  const seen = [...counts.keys()].filter((id) => id > 0 && counts[id]! > 0).toSorted((a, b) => counts[b]! - counts[a]!);
  const named = seen.slice(0, labelsMax);
  const places = new Map(named.map((id, place) => [id, place]));
  const names = named.map((id) => texts[id]!);
  const other = seen.length > named.length ? names.push('other') - 1 : -1;
  const nothing = counts[0]! > 0 ? names.push(none) - 1 : -1;
  return { names, placeOf: (id) => (id === 0 ? nothing : (places.get(id) ?? other)) };
}
