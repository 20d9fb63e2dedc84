export { argumentBreaches, resultBreaches } from './contract-breaches.ts';
export { readContract } from './read-contract.ts';
export { asRuleTable, readRules } from './rules/read-rules.ts';
