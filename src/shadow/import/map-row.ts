import type { DecisionMapping } from '../../domain/decision-mapping.ts';
import type { LedgerEntry } from '../../domain/decision.ts';
import type { ReadMapping } from './read-mapping.ts';
import { anyCell, columnCell, columnOf, dateCell, flagCell, numberCell, Refused, scalarOf, shown, type MapSettings } from './row-cells.ts';
import type { Rejection, SourceRow } from './source-row.ts';

/** What a row says, or why it says nothing that can be used. */
export type MapRow = (row: SourceRow) => readonly LedgerEntry[] | Rejection;

const idCharactersMax = 500;
const labelCharactersMax = 2_000;

/**
 * Makes a function from rows to entries. What can be known before the first row is known here: a column that is not there is an error of the mapping.
 *
 * @throws RehearsalFailure MAPPING_INVALID with the place in the mapping.
 */
export function compileMapping(read: ReadMapping, columns: readonly string[], settings: MapSettings): MapRow {
  const { mapping } = read;
  const readers: readonly ((row: SourceRow, caseId: string, source: string) => LedgerEntry | undefined)[] = [
    caseReader(read, columns),
    ...Object.entries(mapping.agents ?? {}).map(([name]) => agentReader(read, columns, name, settings)),
    ...(mapping.people ?? []).map((_, index) => personReader(read, columns, index, settings)),
    ...(mapping.truth === undefined ? [] : [truthReader(read, columns, settings)]),
  ];
  const idCells = (typeof mapping.case.id === 'string' ? [mapping.case.id] : mapping.case.id).map((name, index) =>
    columnCell(read, columns, name, typeof mapping.case.id === 'string' ? ['case', 'id'] : ['case', 'id', index]),
  );
  return (row) => {
    let caseId: string | undefined;
    try {
      caseId = idCells.map((cell) => cell(row)).join('/');
      checkCaseId(caseId, idCells.length);
      const source = `${settings.file}:${row.line}`;
      const entries: LedgerEntry[] = [];
      for (const reader of readers) {
        const entry = reader(row, caseId, source);
        if (entry !== undefined) entries.push(entry);
      }
      return entries;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { reason, message, column } = error;
      return { line: row.line, ...(caseId === undefined ? {} : { caseId }), ...(column === undefined ? {} : { column }), reason, text: message };
    }
  };
}

function checkCaseId(caseId: string, parts: number): void {
  if (caseId.replaceAll('/', '').trim() === '' || (parts > 1 && /^\/|\/$|\/\//.test(caseId)))
    throw new Refused('no case id', 'The row names no case.');
  if (caseId.length > idCharactersMax) throw new Refused('no case id', `The case id has more than ${idCharactersMax} characters.`);
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f\ufffd]/.test(caseId) || !caseId.isWellFormed())
    throw new Refused('no case id', `The case id ${shown(caseId)} holds characters that cannot be read; is the file in UTF-8?`);
}

type Reader<E extends LedgerEntry = LedgerEntry> = (row: SourceRow, caseId: string, source: string) => E | undefined;

function caseReader(read: ReadMapping, columns: readonly string[]): Reader {
  const { amount, couldBeCritical, segments = {}, fields = [] } = read.mapping.case;
  const amountOf = numberCell(read, columns, amount, ['case', 'amount'], 0);
  const criticalOf = flagCell(read, columns, couldBeCritical, ['case', 'couldBeCritical']);
  const segmentCells = Object.entries(segments).map(([name, cell]) => [name, anyCell(read, columns, cell, ['case', 'segments', name])!] as const);
  const fieldCells = fields.map((name, index) => [name, columnCell(read, columns, name, ['case', 'fields', index])] as const);
  return (row, caseId, source) => {
    const [money, critical] = [amountOf(row), criticalOf(row)];
    const named = segmentCells.map(([name, cell]) => [name, cell(row)] as const).filter(([, value]) => value !== '');
    const described = fieldCells.map(([name, cell]) => [name, scalarOf(cell(row))] as const).filter(([, value]) => value !== '');
    if (money === undefined && critical === undefined && named.length === 0 && described.length === 0) return undefined;
    return {
      kind: 'case',
      caseId,
      source,
      fields: Object.fromEntries(described),
      segments: Object.fromEntries(named),
      ...(money === undefined ? {} : { amount: money }),
      ...(critical === undefined ? {} : { couldBeCritical: critical }),
    };
  };
}

function agentReader(read: ReadMapping, columns: readonly string[], name: string, settings: MapSettings): Reader {
  const mapped = read.mapping.agents![name]!;
  const at = (member: string): readonly string[] => ['agents', name, member];
  const decision = columnCell(read, columns, mapped.decision, at('decision'));
  const decidedAt = dateCell(read, columns, mapped.decidedAt, at('decidedAt'), settings);
  const confidence = numberCell(read, columns, mapped.confidence, at('confidence'), 0, 1);
  const risk = numberCell(read, columns, mapped.risk, at('risk'));
  const costUsd = numberCell(read, columns, mapped.costUsd, at('costUsd'), 0);
  const trace = anyCell(read, columns, mapped.trace, at('trace'));
  const fingerprint = anyCell(read, columns, mapped.fingerprint, at('fingerprint'));
  const labelOf = labelReader(read.mapping.labels);
  return (row, caseId, source) => {
    const word = decision(row);
    const label = word === '' ? undefined : labelOf(word);
    const [decidedAtMs, sure, risky, cost] = [decidedAt(row), confidence(row), risk(row), costUsd(row)];
    const [traceText, print] = [trace?.(row) ?? '', fingerprint?.(row) ?? ''];
    return {
      kind: 'agent',
      caseId,
      source,
      agent: name,
      ...(label === undefined ? {} : { decision: label }),
      ...(word !== '' && label === undefined ? { unmapped: word.slice(0, labelCharactersMax) } : {}),
      ...(decidedAtMs === undefined ? {} : { decidedAtMs }),
      ...(sure === undefined ? {} : { confidence: sure }),
      ...(risky === undefined ? {} : { risk: risky }),
      ...(cost === undefined ? {} : { costUsd: cost }),
      ...(traceText === '' ? {} : { trace: traceText }),
      ...(print === '' ? {} : { fingerprint: print }),
    };
  };
}

function personReader(read: ReadMapping, columns: readonly string[], index: number, settings: MapSettings): Reader {
  const mapped = read.mapping.people![index]!;
  const at = (member: string): readonly (string | number)[] => ['people', index, member];
  const person = anyCell(read, columns, mapped.person, at('person'))!;
  const decision = columnCell(read, columns, mapped.decision, at('decision'));
  const decidedAt = dateCell(read, columns, mapped.decidedAt, at('decidedAt'), settings);
  const blind = flagCell(read, columns, mapped.blind, at('blind'));
  const labelOf = labelReader(read.mapping.labels);
  return (row, caseId, source) => {
    const word = decision(row);
    if (word === '') return undefined;
    const who = person(row);
    if (who === '') throw new Refused('no person', `The row has the decision ${shown(word)}, and nobody who made it.`, columnOf(mapped.person));
    const [decidedAtMs, isBlind] = [decidedAt(row), blind(row)];
    return {
      kind: 'human',
      caseId,
      source,
      person: who,
      decision: known(labelOf(word), word, mapped.decision, read.mapping),
      ...(decidedAtMs === undefined ? {} : { decidedAtMs }),
      ...(isBlind === undefined ? {} : { blind: isBlind }),
    };
  };
}

function truthReader(read: ReadMapping, columns: readonly string[], settings: MapSettings): Reader {
  const mapped = read.mapping.truth!;
  const decision = columnCell(read, columns, mapped.decision, ['truth', 'decision']);
  const decidedAt = dateCell(read, columns, mapped.decidedAt, ['truth', 'decidedAt'], settings);
  const labelOf = labelReader(read.mapping.labels);
  return (row, caseId, source) => {
    const word = decision(row);
    if (word === '') return undefined;
    const decidedAtMs = decidedAt(row);
    return {
      kind: 'truth',
      caseId,
      source,
      decision: known(labelOf(word), word, mapped.decision, read.mapping),
      ...(decidedAtMs === undefined ? {} : { decidedAtMs }),
    };
  };
}

/** An agent's unknown word is an error of the agent; a person's is a hole in the mapping, and what the person meant is not to be guessed. */
function known(label: string | undefined, word: string, column: string, mapping: DecisionMapping): string {
  if (label !== undefined) return label;
  throw new Refused('unknown label', `${shown(word)} is under none of the labels (${Object.keys(mapping.labels ?? {}).join(', ')}).`, column);
}

/** A word as a decision; undefined where no label fits. Without labels each word is its own decision. */
export function labelReader(labels: DecisionMapping['labels']): (word: string) => string | undefined {
  if (labels === undefined) return (word) => word;
  const meaning = new Map(Object.entries(labels).flatMap(([decision, words]) => words.map((word) => [word, decision] as const)));
  return (word) => meaning.get(word);
}
