import { FinishReason, GoogleGenAI, type Content, type FunctionDeclaration, type Part } from '@google/genai';
import { text } from 'node:stream/consumers';
import { forecast } from './forecast.ts';

const STEPS_MAX = 6;
const INSTRUCTIONS = `You advise people on what to wear. Ask for the forecast of every city they name, all at once.
Take an umbrella when rain is as likely as not. Say what the forecast says, and nothing it does not say.
If no city is named, ask for it.`;

const getForecast: FunctionDeclaration = {
  name: 'get_forecast',
  description: 'The forecast for one city: sky, highest temperature and chance of rain.',
  parametersJsonSchema: {
    type: 'object',
    properties: { city: { type: 'string' }, day: { type: 'string', enum: ['today', 'tomorrow'] } },
    required: ['city', 'day'],
  },
};

/**
 * One turn of the model, from a stream. A Gemini stream that breaks off looks complete to the SDK, so a turn counts only
 * once a finish reason has come. Its parts go back as they came: some carry signatures that the API wants to see again.
 */
async function readWholeTurn(client: GoogleGenAI, contents: Content[]): Promise<Part[]> {
  const stream = await client.models.generateContentStream({
    model: 'gemini-2.5-flash',
    contents,
    config: { systemInstruction: INSTRUCTIONS, temperature: 0, tools: [{ functionDeclarations: [getForecast] }] },
  });
  const parts: Part[] = [];
  let finishReason: FinishReason | undefined;
  for await (const { candidates } of stream) {
    const candidate = candidates?.[0];
    parts.push(...(candidate?.content?.parts ?? []));
    finishReason = candidate?.finishReason ?? finishReason;
  }
  if (finishReason !== FinishReason.STOP)
    throw new Error(`the model did not finish its turn (${finishReason ?? 'the stream broke off'}); nothing of it is used, please try again`);
  return parts;
}

async function work(task: string): Promise<string> {
  // GOOGLE_GEMINI_BASE_URL and GEMINI_API_KEY are read here.
  const client = new GoogleGenAI({});
  const contents: Content[] = [{ role: 'user', parts: [{ text: task }] }];
  for (let step = 1; step <= STEPS_MAX; step += 1) {
    const parts = await readWholeTurn(client, contents);
    const calls = parts.flatMap(({ functionCall }) => (functionCall === undefined ? [] : [functionCall]));
    if (calls.length === 0) return parts.map((part) => part.text ?? '').join('');

    const results = calls.map(({ id, name = '', args = {} }): Part => {
      process.stderr.write(`· ${name} ${JSON.stringify(args)}\n`);
      const response = name === getForecast.name ? forecast(args) : { error: `there is no tool ${name}` };
      return { functionResponse: { ...(id !== undefined && { id }), name, response } };
    });
    contents.push({ role: 'model', parts }, { role: 'user', parts: results });
  }
  throw new Error(`no answer after ${STEPS_MAX} steps`);
}

/** A command line agent: the task comes as the last argument or on stdin, the answer goes to stdout, all else to stderr. */
try {
  const task = (process.argv.slice(2).at(-1) ?? (await text(process.stdin))).trim();
  if (task === '') throw new Error('no task: pass it as the last argument, or on stdin');
  process.stdout.write(`${await work(task)}\n`);
} catch (error) {
  process.stderr.write(`weather agent: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
