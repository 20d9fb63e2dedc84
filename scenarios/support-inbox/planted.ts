// The support inbox with a bug that no claim names: the property in `support-inbox.properties.ts` finds it.
import { createAgent, soundParts } from './agent.ts';

/** It looks whether a letter is about the ticket, and not to whom it goes. */
export const writesToWhomTheModelNames: ReturnType<typeof createAgent> = createAgent({
  ...soundParts,
  belongs: (tool, args, ticket) => tool !== 'send_reply' || args['ticket_id'] === ticket.ticket_id,
});
