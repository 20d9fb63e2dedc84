import { request, type RequestOptions } from 'node:http';

// Runs as a process of its own; see janitor.ts. It speaks Docker's API as it is, because nothing may be loaded that could be gone.
const { where, labels } = JSON.parse(process.argv[2]!) as { readonly where: RequestOptions; readonly labels: Readonly<Record<string, string>> };

process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);
let said = '';
process.stdin
  .setEncoding('utf8')
  .on('data', (text: string) => (said += text))
  .on('end', () => void (said === '' ? removeAll() : undefined));

async function removeAll(): Promise<void> {
  const filters = encodeURIComponent(JSON.stringify({ label: Object.entries(labels).map(([name, value]) => `${name}=${value}`) }));
  // What was being created when its owner died may come a moment later.
  for (let round = 0; round < 3; round++) {
    for (const id of await idsOf(`/containers/json?all=1&filters=${filters}`)) await ask('DELETE', `/containers/${id}?force=1&v=1`);
    for (const id of await idsOf(`/networks?filters=${filters}`)) await ask('DELETE', `/networks/${id}`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

async function idsOf(path: string): Promise<readonly string[]> {
  try {
    return (JSON.parse(await ask('GET', path)) as { readonly Id: string }[]).map(({ Id }) => Id);
  } catch {
    return [];
  }
}

function ask(method: string, path: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const asked = request({ ...where, method, path, headers: { host: 'docker' } }, (response) => {
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('close', () => resolve(text));
    });
    asked.on('error', () => resolve(''));
    asked.end();
  });
}
