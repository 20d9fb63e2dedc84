import type { Block } from '../domain/chat.ts';
import type { FaultPlace } from '../domain/chaos.ts';

/** A request to a model, answered with words or calls. */
export type AnsweredPlace = Extract<FaultPlace, { kind: 'request' }> & { readonly says: readonly Block[] };

/** Whether a model says something at this place, which a fault can change. */
export function saysSomething(place: FaultPlace): place is AnsweredPlace {
  return place.kind === 'request' && !place.plain && (place.says ?? []).length > 0;
}

/** Whether the model asks for a tool at this place, with arguments. */
export function callsWithArguments(place: FaultPlace): place is AnsweredPlace {
  if (!saysSomething(place)) return false;
  const first = place.says.find((block) => block.kind === 'tool-call');
  return typeof first?.arguments === 'object' && first.arguments !== null && Object.keys(first.arguments).length > 0;
}
