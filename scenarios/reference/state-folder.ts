import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where what must survive the process is kept (S2.1). */
export function stateFolder(): string {
  const folder = process.env['REHEARSAL_STATE_FOLDER'] ?? join(tmpdir(), 'agent-state');
  mkdirSync(folder, { recursive: true });
  return folder;
}
