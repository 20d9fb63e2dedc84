import { saysText } from '../calls.ts';
import type { Move } from '../move.ts';

/** JSON that just does not fit what was asked for, JSON in a fence or between words, or half of it. */
export const unfittingAnswer: Move = {
  kind: 'unfitting-answer',
  weight: 5,
  says({ answer }, draw) {
    if (answer === undefined) return undefined;
    const fitting = (): string => JSON.stringify(answer.draw(draw));
    const way = draw.int(0, 5);
    if (way < 3 && answer.invalid !== undefined) return saysText(JSON.stringify(answer.drawInvalid(draw).value));
    if (way === 3) return saysText(`\`\`\`json\n${fitting()}\n\`\`\``);
    if (way === 4) return saysText(`Here it is: ${fitting()}`);
    const text = fitting();
    return saysText(text.slice(0, draw.int(0, text.length - 1)));
  },
};
