import { readFileSync } from 'node:fs';
import { RehearsalFailure } from '../../domain/failure.ts';
import type { ReadMapping } from '../../shadow/import/read-mapping.ts';

/** @throws RehearsalFailure MAPPING_INVALID, also where the file is not there. */
export async function readMappingFile(file: string): Promise<ReadMapping> {
  const { readMapping } = await import('../../shadow/import/read-mapping.ts');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new RehearsalFailure('MAPPING_INVALID', `The mapping ${file} cannot be read: ${(error as Error).message}.`, {
      place: { file },
      hint: '`npx rehearsal shadow import FILE --write-mapping mapping.yaml` writes one.',
      cause: error,
    });
  }
  return readMapping(text, file);
}
