import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Measurement, Row } from './measurement.ts';
import { answerTo, prepare, writeCassette } from './support/dialogue.ts';
import { runToEnd } from './support/run-to-end.ts';
import { microseconds } from './support/statistics.ts';
import type { Workshop } from './support/workshop.ts';

const count = 3000;

/** A function agent's requests, which need no socket, beside what msw and nock take to answer them. */
export const inProcessAnswers: Measurement = {
  name: 'in-process-answers',
  how: `wall time per JSON answer that a function asks for with fetch, ${count} one after the other; peers answer every request alike`,
  async measure(workshop) {
    const folder = workshop.folder('in-process');
    const requests = Array.from({ length: count }, (_, index) => bodyOf(index + 1));
    writeFileSync(join(folder, 'requests.json'), JSON.stringify(requests));
    writeFileSync(join(folder, 'answer.json'), JSON.stringify(answerTo(1, {})));
    const bare = await peer(folder, 'bare');
    const beside = `a fetch that answers at once ${microseconds(bare)}`;
    const rows: Row[] = [await ourRow(workshop, folder, beside, bare)];
    for (const name of ['msw', 'nock']) {
      const specifier = workshop.peer(name === 'msw' ? 'msw/node' : name);
      if (specifier === undefined) continue;
      const took = await peer(folder, name, specifier, workshop.peer('msw') ?? '');
      rows.push({ subject: `  ${name}`, measured: microseconds(took), beside, ratio: took / bare });
    }
    return rows;
  },
};

function bodyOf(number: number): string {
  const text = prepare(number, {}).bytes.toString('utf8');
  return text.slice(text.indexOf('\r\n\r\n') + 4);
}

async function peer(folder: string, name: string, ...modules: readonly string[]): Promise<number> {
  await runToEnd([process.execPath, join(import.meta.dirname, 'programs/in-process-peer.js'), name, ...modules], { folder });
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as number;
}

async function ourRow(workshop: Workshop, folder: string, beside: string, bare: number): Promise<Row> {
  const cassette = writeCassette(folder, count, {});
  mkdirSync(join(folder, 'scenarios'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(join(folder, 'agent.js'), readFileSync(join(import.meta.dirname, 'programs/asking-agent.js'), 'utf8'));
  writeFileSync(
    join(folder, 'scenarios', 'asking.yaml'),
    `scenario: asking\nagent: { module: ../agent.js }\ncases:\n  - { name: asks, task: requests.json, cassette: ../${basename(cassette)}, limits: { steps: 100000, seconds: 120 } }\n`,
  );
  await runToEnd([...workshop.rehearsal, 'run', 'scenarios'], { folder });
  const report = JSON.parse(readFileSync(join(folder, 'reports', 'report.json'), 'utf8')) as { cases: readonly { answer: string }[] };
  const took = (JSON.parse(report.cases[0]!.answer) as { microseconds: number }).microseconds;
  return { subject: 'rehearsal, a function agent', measured: microseconds(took), beside, ratio: took / bare };
}
