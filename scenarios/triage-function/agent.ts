import OpenAI from 'openai';
import type { ChatCompletionMessageParam, ChatCompletionTool } from 'openai/resources/chat/completions';
import { z } from 'zod';

interface Triage {
  readonly category: 'billing' | 'technical' | 'delivery' | 'other';
  readonly urgency: 'low' | 'normal' | 'high';
  readonly confidence: number;
  readonly note: string;
}

/** What the rest of the desk relies on; an answer that does not fit it is no answer. */
const triageSchema = z.object({
  category: z.enum(['billing', 'technical', 'delivery', 'other']),
  urgency: z.enum(['low', 'normal', 'high']),
  confidence: z.number().min(0).max(1),
  note: z.string(),
});

const STEPS_MAX = 4;
const INSTRUCTIONS = `You sort incoming messages for a support desk. Look the customer up if the message names a customer number.
Answer in JSON: what the message is about, how urgent it is, and how sure you are, from 0 to 1.
A normal message of a customer on the gold plan is urgent. Say less confidence than you feel when the customer is unknown.`;

const customers: Readonly<Record<string, { name: string; plan: string }>> = {
  'C-7': { name: 'Zoë Müller', plan: 'gold' },
  'C-12': { name: 'Jan Novák', plan: 'basic' },
};

const lookupCustomer: ChatCompletionTool = {
  type: 'function',
  function: {
    name: 'lookup_customer',
    description: 'Name and plan of a customer.',
    parameters: { type: 'object', properties: { customer_id: { type: 'string' } }, required: ['customer_id'], additionalProperties: false },
    strict: true,
  },
};

/** A function agent: one call per message, any number of them side by side in one process, since it keeps no state. */
export default async function triage(task: unknown): Promise<Triage> {
  // Made per call, so that each call honours the environment as it is then.
  const client = new OpenAI();
  const messages: ChatCompletionMessageParam[] = [
    { role: 'system', content: INSTRUCTIONS },
    { role: 'user', content: typeof task === 'string' ? task : JSON.stringify(task) },
  ];
  for (let step = 1; step <= STEPS_MAX; step += 1) {
    const { choices } = await client.chat.completions.create({
      model: 'gpt-4o-mini',
      temperature: 0,
      messages,
      tools: [lookupCustomer],
      response_format: { type: 'json_schema', json_schema: { name: 'triage', strict: true, schema: z.toJSONSchema(triageSchema) } },
    });
    const choice = choices[0];
    if (choice?.finish_reason === 'stop') return triageSchema.parse(JSON.parse(choice.message.content ?? ''));
    if (choice?.finish_reason !== 'tool_calls')
      throw new Error(`triage: the model did not finish its answer (${choice?.finish_reason ?? 'no choice'})`);

    messages.push(choice.message);
    for (const call of choice.message.tool_calls ?? []) {
      if (call.type !== 'function') throw new Error(`triage: unknown kind of tool call ${call.type}`);
      const { customer_id: id } = JSON.parse(call.function.arguments) as { customer_id: string };
      messages.push({ role: 'tool', tool_call_id: call.id, content: JSON.stringify(customers[id] ?? { error: `there is no customer ${id}` }) });
    }
  }
  throw new Error(`triage: no answer after ${STEPS_MAX} steps`);
}
