export { loadScenarios, type LoadedScenario } from './load-scenarios.ts';
export { readSchedule } from './read-schedule.ts';
export { withProfile } from './with-profile.ts';
export { runCases, runOne, type RunOutcome } from './run-cases.ts';
