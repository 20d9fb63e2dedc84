import { saysText } from '../calls.ts';
import type { Move } from '../move.ts';

const texts: readonly string[] = [
  'ok',
  'I have looked into it.',
  'I need more information to go on.',
  'This could not be done.',
  'Here is what I found: nothing that needs attention.',
];

/** A text that ends the conversation, and claims nothing. */
export const plainAnswer: Move = {
  kind: 'plain-answer',
  weight: 10,
  says: (_situation, draw) => saysText(draw.pick(texts)),
};
