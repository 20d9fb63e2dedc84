import type { ToolContract } from '../../domain/contract.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';
import { compileSchema } from '../../domain/json-schema.ts';
import type { FaultKind } from '../fault-kind.ts';

/** The tool does its work, and answers what its contract forbids: the tool's fault, which the agent must survive. */
export const offContractResult: FaultKind = {
  name: 'off-contract-result',
  site: 'tool',
  summary: 'The tool does its work and answers with a result that its contract forbids.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: { result: { description: 'What it answers. Left out: its own result, spoiled so that its contract forbids it.' } },
  },
  consumesRecording: false,
  example: { result: 'no such thing' },
  strikeTool(settings, { contract }) {
    return {
      change: (result) => ('result' in settings ? settings['result'] : spoiled(result, contract)),
      text: 'answered what its contract forbids',
    };
  },
  tries: (place) => (place.kind === 'tool' && place.result !== undefined && spoiled(place.result, place.contract) !== undefined ? [{}] : []),
  simpler: (settings) => ('result' in settings ? [{}] : []),
};

/** The first of the ways to spoil it that the contract really forbids; undefined where it forbids none. */
function spoiled(result: Json, contract: ToolContract | undefined): Json | undefined {
  if (contract?.output === undefined) return undefined;
  const check = compileSchema(contract.output);
  return waysToSpoil(result, contract.output['required']).find((candidate) => check(candidate).length > 0);
}

function waysToSpoil(result: Json, required: Json | undefined): readonly Json[] {
  const others: readonly Json[] = [null, 'Internal error', 0, []];
  if (!isJsonObject(result)) return others;
  const names = Object.keys(result).filter((name) => name !== 'status');
  const first = (Array.isArray(required) ? (required as readonly Json[]) : []).filter((name) => typeof name === 'string' && name !== 'status');
  const without = (first as readonly string[]).map((name) => Object.fromEntries(Object.entries(result).filter(([own]) => own !== name)));
  const wrong = names.flatMap((name) => [null, { unexpected: true }].map((value) => ({ ...result, [name]: value })));
  return [...without, ...wrong, { ...result, unexpected_member: true }, ...others];
}
