export { argumentBreaches, resultBreaches, valueBreaches } from './contract-breaches.ts';
export { keyOf, operationOf } from './operation.ts';
export { readContract } from './read-contract.ts';
export { errorCodeOf, outcomeBreaches, statusOf } from './result-status.ts';
export { asRuleTable, readRules } from './rules/read-rules.ts';
export { compensationOf, entityOf, fillJson, fillTemplate, intentOf, memberAt, type CallValues } from './template.ts';
export { compareVersions, findContract, offeredContracts } from './versions.ts';
