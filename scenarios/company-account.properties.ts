// What the bank owes its customers, besides what every agent owes. No claim names it: it is about offers.
import { property, type Property } from '../src/properties.ts';

interface State {
  readonly companies: Readonly<Record<string, { readonly turnover_eur: number }>>;
}

/** What the model says of an offer is a proposal. */
export const offersThatFit: Property = property('a company gets no offer that is beyond its size', ({ effects, state }) => {
  const tooDear = effects.find(({ tool, arguments: { company_id, offer } }) => {
    const turnover = (state as State).companies[String(company_id)]?.turnover_eur ?? 0;
    return tool === 'open_account' && !(offer === 'small-business' || (offer === 'corporate' && turnover > 1_000_000));
  });
  return (
    tooDear === undefined || `${tooDear.arguments['company_id']} was opened an account with the offer ${JSON.stringify(tooDear.arguments['offer'])}`
  );
});
