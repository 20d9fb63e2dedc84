export type { AssessOptions, AssessReadiness, CompareAgents, LedgerProblem } from './assess-options.ts';
export { readPolicy } from './read-policy.ts';
