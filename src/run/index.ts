export { loadScenarios, type LoadedScenario } from './load-scenarios.ts';
export { planFault } from './plan-case.ts';
export { runCases, runOne, type RunOptions, type RunOutcome } from './run-cases.ts';
