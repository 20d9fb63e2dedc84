// node in-process-peer.js bare|msw|nock <module> [<msw's core>]: answers the same requests in this process, and writes how long an answer took.
import { readFileSync, writeFileSync } from 'node:fs';
import ask from './asking-agent.js';

const [name, module, core] = process.argv.slice(2);
const { headers, chunks } = JSON.parse(readFileSync('answer.json', 'utf8'));
const origin = 'http://rehearsal.invalid';
process.env.OPENAI_BASE_URL = `${origin}/openai/v1`;

if (name === 'bare') {
  globalThis.fetch = async () => new Response(chunks[0], { headers });
} else if (name === 'msw') {
  const { setupServer } = await import(module);
  const { http, HttpResponse } = await import(core);
  setupServer(http.post(`${origin}/openai/v1/chat/completions`, () => new HttpResponse(chunks[0], { headers }))).listen();
} else {
  const { default: nock } = await import(module);
  nock(origin).persist().post('/openai/v1/chat/completions').reply(200, chunks[0], Object.fromEntries(headers));
}
const { microseconds } = await ask('requests.json');
writeFileSync(`${name}.json`, JSON.stringify(microseconds));
process.exit();
