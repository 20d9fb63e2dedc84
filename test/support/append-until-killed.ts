// Appends rows to a ledger without end, and prints the number of each batch when it was acknowledged. Run by tests that kill it.
import { openLedger } from '../../src/shadow/ledger/open-ledger.ts';

const [where, prefix, batches, rowsPerBatch] = process.argv.slice(2) as [string, string, string, string];
const ledger = await openLedger(where, { create: true });
for (let batch = 0; batch < Number(batches); batch++) {
  const rows = Array.from({ length: Number(rowsPerBatch) }, (_, index) => [
    { kind: 'agent', caseId: `${prefix}-${batch}-${index}`, source: 'test', agent: 'agent', decision: 'approve', decidedAtMs: batch } as const,
  ]);
  const { added, repeated } = await ledger.append(rows);
  process.stdout.write(`${batch} ${added} ${repeated}\n`);
}
await ledger.close();
