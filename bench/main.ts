import { cpus } from 'node:os';
import { boot } from './boot.ts';
import { campaign } from './campaign.ts';
import { chaos } from './chaos.ts';
import { exploring } from './exploring.ts';
import { eventStreams } from './event-streams.ts';
import { inProcessAnswers } from './in-process-answers.ts';
import { jsonAnswers } from './json-answers.ts';
import { judgeAll } from './judge.ts';
import type { Measurement } from './measurement.ts';
import { modelTurns } from './model-turns.ts';
import { schemaValues } from './schema-values.ts';
import { shadowImport } from './shadow-import.ts';
import { shadowVerdict } from './shadow-verdict.ts';
import { specimen } from './specimen.ts';
import { renderTable } from './support/table.ts';
import { openWorkshop } from './support/workshop.ts';
import { toxiproxy } from './toxiproxy.ts';
import { trivialCases } from './trivial-cases.ts';
import { trivialCommands } from './trivial-commands.ts';

/** Every measurement: one file, one line here. */
const measurements: readonly Measurement[] = [
  jsonAnswers,
  eventStreams,
  boot,
  trivialCases,
  trivialCommands,
  inProcessAnswers,
  campaign,
  specimen,
  chaos,
  judgeAll,
  shadowVerdict,
  shadowImport,
  schemaValues,
  modelTurns,
  toxiproxy,
  exploring,
];

/** `npm run bench` measures everything; with names, only those. */
async function main(names: readonly string[]): Promise<void> {
  const unknown = names.find((name) => measurements.every((measurement) => measurement.name !== name));
  if (unknown !== undefined) {
    console.error(`There is no measurement named ${unknown}. There are: ${measurements.map(({ name }) => name).join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  const workshop = await openWorkshop();
  try {
    const processors = cpus();
    console.log(
      `${processors.length} cores (${processors[0]?.model.trim() ?? 'unknown'}), Node ${process.version}, measuring ${workshop.measured}\n`,
    );
    for (const measurement of measurements) {
      if (names.length > 0 && !names.includes(measurement.name)) continue;
      const startedAt = performance.now();
      const rows = await measurement.measure(workshop);
      console.log(renderTable(measurement, rows, performance.now() - startedAt));
    }
  } finally {
    workshop.close();
  }
}

await main(process.argv.slice(2));
