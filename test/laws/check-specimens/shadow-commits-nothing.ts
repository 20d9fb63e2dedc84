import { committed, ended, episode, reports, said, started, usual, type Body, type Specimens } from '../../support/episodes.ts';
import { did, shop } from '../../support/world-tools.ts';

const world = { contracts: shop, world: { shadow: { decision: 'reject', effects: [{ tool: 'send_letter', arguments: { to: 'ann' } }] } } };
const person: Body = committed(1, 'send_letter', { arguments: { to: 'ann', text: 'no' }, by: 'person' });
const decides = (decision: string): Body => reports({ type: 'decision', decision });
const discrepancy: Body = reports({ type: 'discrepancy', agent: 'approve', human: 'reject' });

export const specimens: Specimens = {
  breaks: {
    'it acts itself': episode([started, decides('reject'), ...did(2, 'pay_back', { order: 7 }), person, said('done'), ended], world),
    'it differs and says nothing': episode([started, decides('approve'), person, said('reject'), ended], world),
    'it differs, and says besides that something failed': episode(
      [started, decides('approve'), person, said('{"decision":"none","status":"failed"}'), ended],
      world,
    ),
    'it differs in its answer': episode([started, person, said('{"decision":"approve"}'), ended], world),
  },
  holds: {
    'the same': episode([started, decides('reject'), person, said('reject'), ended], world),
    'another decision, written down': episode([started, decides('approve'), discrepancy, person, said('reject'), ended], world),
    'the same, as an answer': episode([started, person, said('{"decision":"reject","confidence":0.9}'), ended], world),
  },
  spoils: { 'the person did nothing': episode([started, decides('reject'), said('reject'), ended], world) },
  silent: {
    'it says that it could not decide': episode(
      [started, person, said('{"decision":"none","status":"failed","why":"no model answered"}'), ended],
      world,
    ),
    'no shadow': episode(usual),
    'no decision': episode([started, person, ended], world),
  },
};
