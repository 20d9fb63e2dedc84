// The opening of accounts with a bug that no claim names: the property in `company-account.properties.ts` finds it.
import { createAgent, soundParts } from './agent.ts';

/** It opens what the model names, however small the company. */
export const opensWhatTheModelNames: ReturnType<typeof createAgent> = createAgent({ ...soundParts, isFor: () => true });
