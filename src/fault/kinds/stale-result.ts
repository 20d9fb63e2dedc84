import type { Json } from '../../domain/json.ts';
import { canonicalJson } from '../../domain/json.ts';
import type { FaultKind } from '../fault-kind.ts';

/** A replica that lags behind, a cache: what was true before is told again. */
export const staleResult: FaultKind = {
  name: 'stale-result',
  site: 'tool',
  summary: 'The tool does its work, and answers what it had answered to the same call before.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      result: { description: 'What it answers. Left out: the latest of its answers to the same call that says something else than this one.' },
    },
  },
  consumesRecording: false,
  example: { result: { status: 'success', seen: 'yesterday' } },
  strikeTool: (settings) => ({
    change: (result, { same }) => other(result, 'result' in settings ? [settings['result']!] : same),
    text: 'answered what was true before',
  }),
  tries: (place) => (place.kind === 'tool' && place.result !== undefined && other(place.result, place.told?.same ?? []) !== undefined ? [{}] : []),
};

/** The latest that says something else. */
function other(result: Json, candidates: readonly Json[]): Json | undefined {
  const own = canonicalJson(result);
  return candidates.findLast((candidate) => canonicalJson(candidate) !== own);
}
