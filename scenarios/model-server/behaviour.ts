import type { Reply } from './conversation.ts';
import type { Situation } from './situation.ts';

/** One domain the scripted model knows its way in: rules instead of weights. The first that recognises the situation decides. */
export interface Behaviour {
  readonly name: string;
  recognises(situation: Situation): boolean;
  decide(situation: Situation): Reply;
}
