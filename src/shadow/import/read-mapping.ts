import type { DecisionMapping } from '../../domain/decision-mapping.ts';
import { decisionMappingSchema } from '../../domain/decision-mapping-schema.ts';
import { parseSource, type SourceDocument } from '../../domain/document.ts';
import { RehearsalFailure } from '../../domain/failure.ts';
import { lazyValidator } from '../../domain/validate.ts';

const validate = lazyValidator(decisionMappingSchema);

/** A mapping, and the file that it was read from, for errors. */
export interface ReadMapping {
  readonly mapping: DecisionMapping;
  readonly document: SourceDocument;
}

/** @throws RehearsalFailure MAPPING_INVALID with file:line:column. */
export function readMapping(text: string, file: string): ReadMapping {
  const document = parseSource(text, file, 'MAPPING_INVALID', 'The format is described in docs/SHADOW.md and in schema/shadow-mapping.json.');
  validate(document, 'MAPPING_INVALID');
  const mapping = document.value as unknown as DecisionMapping;
  checkZone(mapping, document);
  checkLabels(mapping, document);
  if (Object.keys(mapping.agents ?? {}).length === 0 && (mapping.people ?? []).length === 0 && mapping.truth === undefined)
    throw new RehearsalFailure('MAPPING_INVALID', 'The mapping names no decision: neither `agents` nor `people` nor `truth`.', {
      place: document.placeOf([]),
      hint: 'For example `agents: { agent: { decision: NAME_OF_A_COLUMN } }`.',
    });
  return { mapping, document };
}

function checkZone({ time }: DecisionMapping, document: SourceDocument): void {
  if (time?.zone === undefined) return;
  try {
    Intl.DateTimeFormat('en', { timeZone: time.zone });
  } catch (error) {
    throw new RehearsalFailure('MAPPING_INVALID', `\`time.zone\`: there is no time zone ${JSON.stringify(time.zone)}.`, {
      place: document.placeOf(['time', 'zone']),
      hint: 'A name such as Europe/Berlin, America/New_York or UTC.',
      cause: error,
    });
  }
}

function checkLabels({ labels }: DecisionMapping, document: SourceDocument): void {
  const meaning = new Map<string, string>();
  for (const [decision, words] of Object.entries(labels ?? {}))
    for (const word of words) {
      const other = meaning.get(word);
      if (other !== undefined && other !== decision)
        throw new RehearsalFailure('MAPPING_INVALID', `The word ${JSON.stringify(word)} means both \`${other}\` and \`${decision}\`.`, {
          place: document.placeOf(['labels', decision]),
          hint: 'Leave it under one of them.',
        });
      meaning.set(word, decision);
    }
}
