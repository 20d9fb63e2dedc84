// A function agent that asks one thing after the other, and tells how long an answer took.
import { readFileSync } from 'node:fs';

export default async function ask(file) {
  const requests = JSON.parse(readFileSync(file, 'utf8'));
  const headers = { 'content-type': 'application/json', authorization: 'Bearer test-key-of-a-benchmark-0123456789' };
  const startedAt = performance.now();
  for (const body of requests) {
    const response = await fetch(`${process.env.OPENAI_BASE_URL}/chat/completions`, { method: 'POST', headers, body });
    const answer = await response.json();
    if (!answer.choices[0].message.content.includes('is on its way')) throw new Error(JSON.stringify(answer));
  }
  return { microseconds: ((performance.now() - startedAt) * 1000) / requests.length };
}
