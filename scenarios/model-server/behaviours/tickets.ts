import type { Behaviour } from '../behaviour.ts';
import { call, latest, offers, say, tell } from '../situation.ts';
import { categorise } from './categories.ts';

/** Files the ticket, answers in the name of the team it went to, and reports both. */
export const tickets: Behaviour = {
  name: 'tickets',
  recognises: (situation) => offers(situation, 'classify_ticket', 'write_reply'),
  decide(situation) {
    const { task } = situation;
    const id = /\bT-\d+\b/.exec(task)?.[0];
    if (id === undefined) return tell('Which ticket is it? Its number looks like T-101 – I touch none without it.');

    const { name: category, urgency } = categorise(task);
    const filed = latest(situation, 'classify_ticket');
    if (filed === undefined) return call('classify_ticket', { ticket_id: id, category, urgency });
    if (filed.error !== undefined) return tell(`I could not file ticket ${id}: ${filed.error}. No reply was sent.`);

    const hours = say(filed.result['answer_within_hours']);
    const answered = latest(situation, 'write_reply');
    if (answered === undefined) {
      const reply = `Thank you for writing – our ${say(filed.result['team'])} team has your ticket ${id} and answers within ${hours} hours.`;
      return call('write_reply', { ticket_id: id, text: reply });
    }
    if (answered.error !== undefined) return tell(`Ticket ${id} is filed as ${category}, but the reply was not sent: ${answered.error}.`);
    return tell(
      `Ticket ${id} is filed as ${category} (${urgency}) with the ${say(filed.result['team'])} team; reply ${say(answered.result['reply_id'])} promises an answer within ${hours} hours – done.`,
    );
  },
};
