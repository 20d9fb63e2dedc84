export type { AssessOptions, LedgerProblem } from './assess-options.ts';
export { assessReadiness } from './assess-readiness.ts';
export { compareAgents } from './compare-agents.ts';
export { readPolicy } from './read-policy.ts';
export { simulateRules, type RuleSimulation } from './simulate.ts';
