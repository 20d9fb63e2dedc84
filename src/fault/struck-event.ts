import { decodeUtf8, type Answer } from '../domain/http.ts';
import type { Speech } from './fault-kind.ts';

/**
 * Tells, event after event of a stream, which one is struck: the nth where a number is given, else the first that says something, a word of text or the
 * name of a tool. Before that there is nothing that an agent could lose.
 */
export function createEventChoice(answer: Answer, speech: Speech | undefined, number: number | undefined): (event: Uint8Array) => boolean {
  const { status, statusText, headers } = answer;
  const before: Uint8Array[] = [];
  let isChosen = false;
  let count = 0;
  return (event) => {
    count++;
    if (number !== undefined) return count === number;
    if (isChosen) return false;
    before.push(event);
    return (isChosen =
      speech === undefined
        ? /^data:/m.test(decodeUtf8(event))
        : speech.read({ status, statusText, headers, chunks: before, ending: 'aborted' }).blocks.length > 0);
  };
}
