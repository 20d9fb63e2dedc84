// Writes the JSON Schemas that ship for editors from the ones that the program checks with; `--check` only compares.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { agentReportSchema } from '../src/domain/agent-report-schema.ts';
import { cassetteSchema } from '../src/domain/cassette-schema.ts';
import { contractSchema } from '../src/domain/contract-schema.ts';
import { decisionMappingSchema } from '../src/domain/decision-mapping-schema.ts';
import { priceSchema } from '../src/domain/price-schema.ts';
import { readinessPolicySchema } from '../src/domain/readiness-policy-schema.ts';
import { rulesSchema } from '../src/domain/rules-schema.ts';
import { scenarioSchema } from '../src/domain/scenario-schema.ts';

const schemas = {
  scenario: scenarioSchema,
  cassette: cassetteSchema,
  contract: contractSchema,
  prices: priceSchema,
  rules: rulesSchema,
  'agent-report': agentReportSchema,
  'readiness-policy': readinessPolicySchema,
  'shadow-mapping': decisionMappingSchema,
};
const check = process.argv.includes('--check');
mkdirSync('schema', { recursive: true });
for (const [name, schema] of Object.entries(schemas)) {
  const path = `schema/${name}.json`;
  const text = `${JSON.stringify(schema, undefined, 2)}\n`;
  if (!check) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) {
    console.error(`${path} is not what src/domain/${name}-schema.ts says; run: node scripts/write-schemas.ts`);
    process.exitCode = 1;
  }
}
