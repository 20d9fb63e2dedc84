// Goal: the shipped price list is fit to be read without a check. Method: read it as a user's own file, which is checked.
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { readPrices } from '../../src/run/prices.ts';

it('the shipped prices pass the check of price files', () => {
  expect(readPrices(resolve(import.meta.dirname, '../../prices/prices.json'))).toEqual(readPrices(undefined));
});
