import { deadline, sleep } from './deadline.ts';
import { setting } from './settings.ts';

/** S0.1: what a person needs in order to answer. */
export interface Ticket {
  readonly ticket_id: string;
  readonly context: unknown;
  readonly question: string;
  readonly assignee: string;
  readonly priority: string;
  readonly reply_options: readonly ('approve' | 'reject' | 'need_info')[];
  /** The call that is to be approved. */
  readonly action?: { readonly tool: string; readonly arguments: object };
}

export interface HumanReply {
  readonly reply: 'approve' | 'reject' | 'need_info' | 'none';
  readonly by?: string;
  readonly text?: string;
}

/** The lowest first: silence moves a request up. */
export const priorities = ['normal', 'high', 'urgent'] as const;

/** S0.1: asks, waits four hours, asks the next level, waits again; `none` where the last level is silent too. Nothing is done meanwhile. */
export async function askPerson(ticket: Omit<Ticket, 'reply_options' | 'priority'>, levels: readonly string[] = priorities): Promise<HumanReply> {
  const timeoutMs = setting('ASK_TIMEOUT_SECONDS', 4 * 3600) * 1000;
  let request: string | undefined;
  for (const priority of levels) {
    request = await send({ ...ticket, priority, reply_options: ['approve', 'reject', 'need_info'] }, request);
    const reply = await waitForReply(request, timeoutMs);
    if (reply !== undefined) return reply;
  }
  return { reply: 'none' };
}

/** Where requests to people are sent, and each is asked for by its number. */
export const requestsUrl = (): string => process.env['REHEARSAL_PEOPLE_URL'] ?? 'http://127.0.0.1:8080/people/requests';

/** Sends a ticket; an escalation names the request that it continues. */
async function send(ticket: Ticket, earlier: string | undefined): Promise<string> {
  const response = await fetch(requestsUrl(), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(earlier === undefined ? ticket : { ...ticket, escalates: earlier }),
  });
  if (!response.ok) throw new Error(`the request to a person was not taken: ${response.status}`);
  return String(((await response.json()) as { request: number | string }).request);
}

/** Asks for the reply until there is one or the time is over; the other side may hold each question open for a while. */
async function waitForReply(request: string, timeoutMs: number): Promise<HumanReply | undefined> {
  const until = Date.now() + timeoutMs;
  while (Date.now() < until) {
    const remainingMs = until - Date.now();
    const limit = deadline(remainingMs + 1000);
    try {
      const response = await fetch(`${requestsUrl()}/${request}?wait=${Math.ceil(remainingMs / 1000)}s`, { signal: limit.signal });
      const { status, reply, by, text } = (await response.json()) as { status: string; reply?: HumanReply['reply']; by?: string; text?: string };
      if (status === 'answered' && reply !== undefined)
        return { reply, ...(by === undefined ? {} : { by }), ...(text === undefined ? {} : { text }) };
    } catch {
      // A channel that broke is asked again while there is time.
    } finally {
      limit.done();
    }
    await sleep(Math.min(1000, Math.max(1, until - Date.now())));
  }
  return undefined;
}
