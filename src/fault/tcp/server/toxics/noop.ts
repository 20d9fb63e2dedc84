import type { ToxicKind } from '../toxic.ts';
import { passOn } from './pass-on.ts';

/** Does nothing. */
export const noop: ToxicKind = { type: 'noop', structName: 'NoopToxic', attributes: {}, run: passOn };
