import type { Dialects } from '../cassette/index.ts';
import { dialectNamed, dialects } from '../dialect/index.ts';

/** The dialects as the cassette room wants them. */
export const allDialects: Dialects = { names: dialects.map(({ name }) => name), named: dialectNamed };
