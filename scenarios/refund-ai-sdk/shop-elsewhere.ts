import type { ToolSet } from 'ai';

/** The same tools to the model, but their work is done at another address: a call is one POST of its arguments to `<url>/<tool>`. */
export function shopElsewhere(tools: ToolSet, url: string, log: (line: string) => void): ToolSet {
  return Object.fromEntries(
    Object.entries(tools).map(([name, tool]) => [
      name,
      {
        ...tool,
        execute: (args: unknown): Promise<unknown> => {
          log(name);
          return post(`${url}/${name}`, args);
        },
      },
    ]),
  ) as ToolSet;
}

/** What goes wrong is a result too, so that the model can tell of it. */
async function post(url: string, args: unknown): Promise<unknown> {
  try {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(args) });
    const result = (await response.json()) as { readonly error_code?: string; readonly error_message?: string };
    return response.ok ? result : { error: `${result.error_code ?? response.status}: ${result.error_message ?? 'the tool failed'}` };
  } catch {
    return { error: 'the tool gave no answer' };
  }
}
