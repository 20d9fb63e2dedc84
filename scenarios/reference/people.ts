import { deadline, sleep } from './deadline.ts';
import { openJournal } from './journal.ts';
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

/** A request that is under way, or its reply: written down, so that a process that was ended goes on with it and asks nobody twice. */
interface Asked {
  readonly ticket_id: string;
  readonly request?: string;
  readonly priority?: string;
  readonly asked_at?: number;
  readonly reply?: HumanReply;
}

/** S0.1: asks, waits four hours, asks the next level, waits again; `none` where the last level is silent too. Nothing is done meanwhile. */
export async function askPerson(ticket: Omit<Ticket, 'reply_options' | 'priority'>, levels: readonly string[] = priorities): Promise<HumanReply> {
  const timeoutMs = setting('ASK_TIMEOUT_SECONDS', 4 * 3600) * 1000;
  const { ticket_id } = ticket;
  const journal = openJournal<Asked>('people-asked');
  const before = journal.read().findLast((entry) => entry.ticket_id === ticket_id);
  if (before?.reply !== undefined) return before.reply;
  const first = Math.max(0, levels.indexOf(before?.priority ?? ''));
  let request = before?.request;
  for (const [position, priority] of levels.entries()) {
    if (position < first) continue;
    const goesOn = request !== undefined && position === first && before?.priority === priority;
    const askedAt = goesOn ? (before.asked_at ?? Date.now()) : Date.now();
    if (!goesOn) {
      request = await send({ ...ticket, priority, reply_options: ['approve', 'reject', 'need_info'] }, request);
      journal.append({ ticket_id, request, priority, asked_at: askedAt });
    }
    const reply = await waitForReply(request!, askedAt + timeoutMs);
    if (reply === undefined) continue;
    journal.append({ ticket_id, reply });
    return reply;
  }
  journal.append({ ticket_id, reply: { reply: 'none' } });
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
async function waitForReply(request: string, until: number): Promise<HumanReply | undefined> {
  do {
    const remainingMs = Math.max(0, until - Date.now());
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
  } while (Date.now() < until);
  return undefined;
}
