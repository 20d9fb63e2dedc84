export { loadScenarios } from './load-scenarios.ts';
export { withProfile } from './with-profile.ts';
export { runCases, runOne, type RunOutcome } from './run-cases.ts';
