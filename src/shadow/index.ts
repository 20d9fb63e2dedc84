export type { LedgerProblem } from './assess-options.ts';
export { assessReadiness } from './assess-readiness.ts';
export { compareAgents } from './compare-agents.ts';
export { readPolicy } from './read-policy.ts';
