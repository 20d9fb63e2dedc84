import type { AddressInfo } from 'node:net';
import { createModelServer } from './server.ts';

/** Starts the scripted model server: PORT says where (0: any free port), stdout where it is, stderr what it is asked. */
const port = Number(process.env['PORT'] ?? Number.NaN);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stderr.write('model-server: set PORT to a port number, 0 for any free one\n');
  process.exit(2);
}

const server = createModelServer((line) => process.stderr.write(`${line}\n`));
server.on('error', (error) => {
  process.stderr.write(`model-server: ${error.message}\n`);
  process.exit(1);
});
server.listen(port, '127.0.0.1', () => {
  process.stdout.write(`model-server listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
