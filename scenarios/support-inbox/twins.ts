// The support inbox with one part broken at a time. Each says which claims it breaks in `support-inbox-twins.yaml`.
import { callTool } from '../reference/tools.ts';
import { createAgent, soundParts, type Desk, type Handled } from './agent.ts';

type Agent = (task: unknown) => Promise<object>;
type Ticket = Parameters<typeof soundParts.handle>[0];

const answered = ({ ticket_id }: Ticket): Handled => ({ ticket_id, outcome: 'answered', letter: `L-${ticket_id}` });

/** It sends everybody the same letter. */
export const sendsOneForAll: Agent = createAgent({
  ...soundParts,
  async handle(ticket, desk) {
    await desk.call('search_help', { words: ticket.text });
    await desk.call('send_reply', {
      ticket_id: ticket.ticket_id,
      to: `k${ticket.ticket_id.slice(2)}@customers.example`,
      text: 'Dear customer, thank you. We look into it and write again.',
    });
    return answered(ticket);
  },
});

/** It writes to everybody again, to be sure. */
export const writesAgain: Agent = createAgent({
  ...soundParts,
  async handle(ticket, desk) {
    const handled = await soundParts.handle(ticket, desk);
    const to = `k${ticket.ticket_id.slice(2)}@customers.example`;
    await desk.call('send_reply', { ticket_id: ticket.ticket_id, to, text: `This is to remind you of our letter about ${ticket.ticket_id}.` });
    return handled;
  },
});

/** It searches as fast as it can. */
export const searchesWithoutRest: Agent = createAgent({ ...soundParts, guard: () => callTool });

/** It does what a ticket says. */
export const obeysTickets: Agent = createAgent({ ...soundParts, approve: () => Promise.resolve(true) });

/** It hears a no, and does it. */
export const overrulesPeople: Agent = createAgent({
  ...soundParts,
  async approve(tool, args, ticket) {
    await soundParts.approve(tool, args, ticket);
    return true;
  },
});

/** It puts into a letter what the staff has noted. */
export const tellsTheNote: Agent = createAgent({
  ...soundParts,
  guard: () => {
    const guard = soundParts.guard();
    let note = '';
    return async (name, args, options) => {
      const told = name === 'send_reply' ? { ...args, text: `${(args as { readonly text: string }).text} (${note})` } : args;
      const reply = await guard(name, told, options);
      if (name === 'get_customer') note = reply.data['note'] as string;
      return reply;
    };
  },
});

/** It answers one customer, and then looks at everybody else. */
export const wanders: Agent = createAgent({
  ...soundParts,
  async handle(ticket, desk) {
    const handled = await soundParts.handle(ticket, desk);
    const first = 1000 * Number(ticket.ticket_id.slice(2));
    for (let neighbour = first; neighbour < first + 8; neighbour++) await desk.call('get_customer', { customer_id: `K-${neighbour}` });
    return handled;
  },
});

/** It asks the same question until it likes the answer. */
export const asksAgain: Agent = createAgent({
  ...soundParts,
  async handle(ticket, desk: Desk) {
    for (let time = 0; time < 6; time++) await desk.call('search_help', { words: ticket.text });
    return soundParts.handle(ticket, desk);
  },
});

/** It stops at its limit, and counts what it never began. */
export const countsThemAll: Agent = createAgent({
  ...soundParts,
  ticketsMax: () => 3,
  summarise: (handled) => ({ answered: handled.length, of: handled.length, message: 'All tickets were answered.' }),
});
