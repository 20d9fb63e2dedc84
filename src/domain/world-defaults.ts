import type { Declarations } from './world.ts';

/** A scenario that declares nothing. */
export const nothingDeclared: Declarations = { canaries: [], facts: [], required: [], injections: [], fallbacks: [] };

/** S0.1: a request that nobody answers goes to the next of these. */
export const defaultLevels: readonly string[] = ['low', 'normal', 'high', 'urgent'];
