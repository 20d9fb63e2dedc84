// Answers a question with a strong model; when that one is in trouble, with a smaller one, and says so (S0.6: primary, then fallback).

const models = ['gpt-4o', 'gpt-4o-mini'] as const;

interface ChatBody {
  readonly choices?: readonly { readonly message: { readonly content: string | null }; readonly finish_reason: string }[];
  readonly error?: { readonly message: string };
}

/** The agent: a text, and whether it comes from the fallback. */
export default async function answer(task: unknown): Promise<{ answer: string; degraded: boolean }> {
  for (const [index, model] of models.entries()) {
    const text = await ask(model, String(task));
    if (text !== undefined) return { answer: text, degraded: index > 0 };
  }
  throw new Error('no model is available; please ask again later');
}

/** One question, tried once; undefined where the provider is in trouble. What the provider refuses for good is thrown. */
async function ask(model: string, question: string): Promise<string | undefined> {
  const response = await fetch(`${process.env['OPENAI_BASE_URL']}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${process.env['OPENAI_API_KEY']}` },
    body: JSON.stringify({
      model,
      temperature: 0,
      messages: [
        { role: 'system', content: 'You answer questions of customers in one sentence.' },
        { role: 'user', content: question },
      ],
    }),
  });
  const body = (await response.json()) as ChatBody;
  if (response.status === 429 || response.status >= 500) return undefined;
  if (!response.ok) throw new Error(body.error?.message ?? `the provider answered ${response.status}`);
  const choice = body.choices?.[0];
  if (choice?.finish_reason !== 'stop' || choice.message.content === null) throw new Error('the model did not finish its answer');
  return choice.message.content;
}
