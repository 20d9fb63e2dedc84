// The model of the specimen: it reads a contract and says of what kind it is, how risky, and how sure it is. Words in the notes make it unsure or wary.
import type { ScriptedModel } from '../../src/domain/scripted-model.ts';

const model: ScriptedModel = ({ task }) => {
  const contract = JSON.parse(task) as { readonly contract_type: string; readonly notes?: string };
  const notes = contract.notes ?? '';
  const confidence = notes.includes('unclear') ? 0.61 : 0.93;
  const risk = notes.includes('new partner') ? 0.7 : 0.2;
  const decision = notes.includes('sanctions') ? 'reject' : 'approve';
  return {
    text: JSON.stringify({
      task_type: contract.contract_type,
      decision,
      confidence,
      risk,
      reasoning: `A contract of type ${contract.contract_type}; ${notes || 'nothing unusual'}.`,
    }),
  };
};

export default model;
