import { durationSchema, secondsOf } from '../domain/duration.ts';
import { isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import type { People } from './people.ts';
import type { AskingAgent } from './tool-answer.ts';

/** The people of the world as a tool, for agents that know nothing but tools. */
export const askPersonName = 'ask_person';
export const askPersonDescription =
  'Asks a person to approve, reject, or give information. Give a ticket; or the `request` of an earlier one, to read its reply. `wait` (30s, 4h) waits for the reply.';
export const askPersonInput: JsonObject = {
  type: 'object',
  properties: {
    request: { type: 'integer', minimum: 1, description: 'Number of an earlier request, whose reply is to be read.' },
    wait: { ...(durationSchema as unknown as JsonObject), description: 'How long to wait for the reply.' },
    ticket_id: { type: 'string' },
    context: { description: 'What the person must know.' },
    question: { type: 'string' },
    assignee: { type: 'string' },
    priority: { type: 'string' },
    reply_options: { type: 'array', items: { type: 'string' } },
    tool: { type: 'string', description: 'The call that is to be approved: its tool …' },
    arguments: { type: 'object', description: '… and its arguments.' },
  },
};

const duration = /^\d+(\.\d+)?(ms|s|m|h|d)?$/;

/** Milliseconds of a length of time as agents write it (`30s`, `4h`, a number of seconds); undefined where it is none. */
export function waitMsOf(wait: Json | undefined): number | undefined {
  if (wait === undefined || wait === null || wait === '') return 0;
  if (typeof wait === 'number') return wait >= 0 ? wait * 1000 : undefined;
  if (typeof wait !== 'string' || !duration.test(wait)) return undefined;
  return secondsOf(/\d$/.test(wait) ? Number(wait) : wait) * 1000;
}

/** Asks, or reads what was replied. */
export async function askPerson(people: Pick<People, 'ask' | 'read'>, args: Json, { signal, crosses }: AskingAgent): Promise<Json> {
  const waitMs = isJsonObject(args) ? waitMsOf(args['wait']) : undefined;
  if (!isJsonObject(args) || waitMs === undefined)
    return { status: 'invalid_input', error_code: 'INVALID_ARGUMENTS', error_message: 'A ticket is an object; `wait` is a length of time: 30s, 4h.' };
  const { wait: _wait, request, ...ticket } = args;
  const number = typeof request === 'number' ? request : people.ask(ticket, crosses).request;
  return (
    (await people.read(number, waitMs, signal)) ?? {
      status: 'invalid_input',
      error_code: 'UNKNOWN_REQUEST',
      error_message: `There is no request ${number}.`,
    }
  );
}
