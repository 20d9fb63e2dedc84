import type { Behaviour } from '../behaviour.ts';
import { call, latest, offers, tell } from '../situation.ts';
import { categorise } from './categories.ts';

/** Looks the customer up and answers in JSON: category, urgency (raised for gold customers) and confidence. */
export const triage: Behaviour = {
  name: 'triage',
  recognises: (situation) => situation.wantsJson && offers(situation, 'lookup_customer'),
  decide(situation) {
    const { task } = situation;
    const customer = /\bC-\d+\b/.exec(task)?.[0];
    const lookup = latest(situation, 'lookup_customer');
    if (customer !== undefined && lookup === undefined) return call('lookup_customer', { customer_id: customer });

    const { name: category, urgency, sure } = categorise(task);
    const isKnown = lookup !== undefined && lookup.error === undefined;
    const raised = lookup?.result['plan'] === 'gold' && urgency === 'normal' ? 'high' : urgency;
    return tell(
      JSON.stringify({
        category,
        urgency: raised,
        confidence: isKnown ? sure : Number((sure - 0.1).toFixed(2)),
        note: isKnown ? '✓ customer known' : 'customer unknown',
      }),
    );
  },
};
