import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Puts an agent of a few lines into a folder, as a user would have one: two turns, streamed, its instructions in `prompt.txt`. It prints the last answer;
 * where it gets none it prints what it got to stderr and ends with 1. With FALLBACK=1 in its environment it asks for another model then.
 */
export function writeTinyAgent(folder: string): void {
  writeFileSync(join(folder, 'prompt.txt'), 'You are a careful agent.');
  writeFileSync(
    join(folder, 'agent.mjs'),
    `import { readFileSync } from 'node:fs';
const task = process.argv[2];
const messages = [{ role: 'system', content: readFileSync('prompt.txt', 'utf8') }, { role: 'user', content: task }];
async function ask(model) {
  const response = await fetch(process.env.OPENAI_BASE_URL + '/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer ' + process.env.OPENAI_API_KEY },
    body: JSON.stringify({ model, stream: true, temperature: 0, messages }),
  });
  const text = await response.text();
  if (!response.ok) {
    if (process.env.FALLBACK === '1' && model === 'gpt-4o') return ask('gpt-4o-mini');
    console.error(text);
    process.exit(1);
  }
  return [...text.matchAll(/"content":("(?:[^"\\\\\\\\]|\\\\\\\\.)*")/g)].map(([, piece]) => JSON.parse(piece)).join('');
}
messages.push({ role: 'assistant', content: await ask('gpt-4o') }, { role: 'user', content: 'Are you sure?' });
console.log(await ask('gpt-4o'));
`,
  );
}
