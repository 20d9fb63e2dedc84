import { entries, type Entry } from './entries.ts';

const SIMILARITY_LEAST = 0.35;
const TIMEOUT_MS = 30_000;
const INSTRUCTIONS = `You answer customers of a furniture shop from its FAQ.
Use only the entry below the question, and name it as the source. If there is none, say so and promise that a colleague will answer.`;

/** One call to the provider. The environment is read now, not at start-up, so that a service need not be restarted to be redirected. */
async function post(path: string, body: unknown): Promise<unknown> {
  const base = process.env['OPENAI_BASE_URL'] ?? 'https://api.openai.com/v1';
  const response = await fetch(`${base}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${process.env['OPENAI_API_KEY'] ?? ''}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
  return await response.json();
}

/** The entry nearest in meaning. The list is short: it is embedded along with the question, so nothing needs to be kept. */
async function nearestEntry(question: string): Promise<Entry | undefined> {
  const input = [question, ...entries.map((entry) => entry.question)];
  const { data } = (await post('/embeddings', { model: 'text-embedding-3-small', input })) as { data: { embedding: number[] }[] };
  const [asked, ...known] = data.map(({ embedding }) => embedding);
  if (asked === undefined || known.length !== entries.length) throw new Error('/embeddings answered with too few vectors');
  const similarities = known.map((vector) => vector.reduce((sum, value, index) => sum + value * (asked[index] ?? 0), 0));
  const best = Math.max(...similarities);
  return best < SIMILARITY_LEAST ? undefined : entries[similarities.indexOf(best)];
}

/** Finds the best entry, then lets the model put it into words. */
export async function answer(question: string): Promise<string> {
  const entry = await nearestEntry(question);
  const found = entry === undefined ? 'No entry found.' : `Entry [${entry.id}]: ${entry.answer}`;
  const { choices } = (await post('/chat/completions', {
    model: 'gpt-4o-mini',
    temperature: 0,
    messages: [
      { role: 'system', content: INSTRUCTIONS },
      { role: 'user', content: `Question: ${question}\n${found}` },
    ],
  })) as { choices: { finish_reason: string; message: { content: string | null } }[] };
  const choice = choices[0];
  if (choice?.finish_reason !== 'stop') throw new Error(`the model did not finish its answer (${choice?.finish_reason ?? 'no choice'})`);
  return choice.message.content ?? '';
}
