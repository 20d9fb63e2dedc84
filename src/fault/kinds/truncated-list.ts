import type { Json } from '../../domain/json.ts';
import { changeFirst } from '../change-members.ts';
import type { FaultKind } from '../fault-kind.ts';
import { simplerThan } from '../simpler-than.ts';

/** A page of a list that passes for all of it. */
export const truncatedList: FaultKind = {
  name: 'truncated-list',
  site: 'tool',
  summary: 'The first list of the result ends early, and nothing says so.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      keep: { type: 'integer', minimum: 0, description: 'Entries that are left. Default: half of them. A list that has no more is not struck.' },
    },
  },
  consumesRecording: false,
  example: { keep: 0 },
  strikeTool(settings) {
    const keep = settings['keep'] as number | undefined;
    return { change: (result) => cut(result, keep), text: `cut the first list ${keep === undefined ? 'in half' : `after ${keep}`}` };
  },
  tries: (place) => (place.kind === 'tool' && place.result !== undefined && cut(place.result, undefined) !== undefined ? [{}, { keep: 0 }] : []),
  simpler: (settings) => simplerThan(settings, [{ keep: 0 }, {}]),
};

function cut(result: Json, keep: number | undefined): Json | undefined {
  return changeFirst(result, (value) => {
    if (!Array.isArray(value)) return undefined;
    const left = keep ?? Math.floor(value.length / 2);
    return value.length > left ? (value as readonly Json[]).slice(0, left) : undefined;
  });
}
