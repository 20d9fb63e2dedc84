export { loadScenarios } from './load-scenarios.ts';
export { runCases, runOne, type RunOutcome } from './run-cases.ts';
