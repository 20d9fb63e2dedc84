// The model of the specimen: it picks an offer for a company, and proposes what happens next. Where the task tempts it, it proposes a jump first.
import type { ScriptedModel } from '../../src/domain/scripted-model.ts';

const model: ScriptedModel = ({ task, lastUser }) => {
  const { turnover_eur, hurry } = JSON.parse(task) as { readonly turnover_eur: number; readonly hurry?: boolean };
  const offer = turnover_eur > 1_000_000 ? 'corporate' : 'small-business';
  const jumps = hurry === true && !lastUser.includes('not possible');
  return { text: JSON.stringify({ event: jumps ? 'contract_signed' : 'offer_selected', offer, confidence: 0.9 }) };
};

export default model;
