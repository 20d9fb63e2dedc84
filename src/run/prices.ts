import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { parseSource } from '../domain/document.ts';
import { RehearsalFailure } from '../domain/failure.ts';
import { priceSchema } from '../domain/price-schema.ts';
import type { PriceList } from '../domain/price.ts';
import { lazyValidator } from '../domain/validate.ts';

const validate = lazyValidator(priceSchema);

/** The prices that ship with Rehearsal. */
const shippedFile: string = resolve(import.meta.dirname, '../../prices/prices.json');

/**
 * Reads a price file: the shipped one, or the user's own, which replaces it.
 *
 * @throws RehearsalFailure CONFIGURATION_INVALID with file:line:column.
 */
export function readPrices(path: string | undefined): PriceList {
  // Our own file is JSON and was checked before it was shipped: no run waits for a parser and a schema.
  if (path === undefined) return JSON.parse(readFileSync(shippedFile, 'utf8')) as PriceList;
  const file = relative('.', path);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new RehearsalFailure('CONFIGURATION_INVALID', `The price file ${file} cannot be read: ${(error as Error).message}`, {
      hint: 'It is named by `prices:` in a scenario, or by --prices.',
      cause: error,
    });
  }
  const document = parseSource(text, file, 'CONFIGURATION_INVALID', 'The format is in schema/prices.json.');
  validate(document, 'CONFIGURATION_INVALID');
  return document.value as unknown as PriceList;
}
