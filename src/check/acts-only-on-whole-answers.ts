import type { Event, EventOf } from '../domain/event.ts';
import { eventsOf } from '../domain/event.ts';
import { textOf } from '../domain/chat.ts';
import { fail, other, pass, type Check } from './check.ts';

/** Half an answer is no answer: several SDKs take a stream that stops early for a complete one, and exit 0. */
export const actsOnlyOnWholeAnswers: Check = {
  claim: 'acts-only-on-whole-answers',
  from: 'S1.5',
  rule: 'No tool is executed, no turn committed and no answer given from a stream that lacks its terminal event, or from tool arguments that are no JSON.',
  declaredAt: [],
  check({ events, world }) {
    const answers = eventsOf(events, 'model-answer');
    if (answers.length === 0) return other('unobserved', 'No model call passed through the gateway.');
    const halves = answers.filter((answer) => answer.status < 400 && answer.error === undefined && (!answer.complete || hasMalformedCall(answer)));
    if (halves.length === 0) return other('not-applicable', 'Every answer came whole.');
    const used = halves.flatMap((half) => usesOf(half, events, world !== undefined));
    const evidence = halves.map(({ seq }) => seq);
    if (used.length > 0) return fail(`${used.map(({ text }) => text).join('; ')}.`, [...evidence, ...used.map(({ seq }) => seq)]);
    return pass(`${halves.length} of ${answers.length} answers came incomplete, and none was used.`, evidence);
  },
};

function hasMalformedCall(answer: EventOf<'model-answer'>): boolean {
  return answer.blocks.some((block) => block.kind === 'tool-call' && block.malformed !== undefined);
}

interface Use {
  readonly text: string;
  readonly seq: number;
}

function isOf({ id, name }: { readonly id: string; readonly name: string }, result: EventOf<'tool-result'>): boolean {
  return id !== '' ? id === result.id : name === result.name;
}

/** The model was asked once more, and its whole answer has a call of that number: ids begin anew with every answer of some providers. */
function isAskedForAgain(result: EventOf<'tool-result'>, half: EventOf<'model-answer'>, later: readonly Event[]): boolean {
  return eventsOf(later, 'model-answer').some(
    (answer) =>
      answer.seq < result.seq &&
      answer.call !== half.call &&
      answer.complete &&
      answer.blocks.some((block) => block.kind === 'tool-call' && block.malformed === undefined && isOf(block, result)),
  );
}

/** Where the half answer shows up later: as a turn of the conversation, in a tool's execution, in the agent's own answer. */
function usesOf(half: EventOf<'model-answer'>, events: readonly Event[], inWorld: boolean): readonly Use[] {
  const later = events.filter((event) => event.seq > half.seq);
  const calls = half.blocks.flatMap((block) => (block.kind === 'tool-call' ? [block] : []));
  const said = textOf(half.blocks).trim();
  return later.flatMap((event): readonly Use[] => {
    if (
      event.kind === 'tool-result' &&
      calls.some((call) => isOf(call, event)) &&
      !isAskedForAgain(event, half, later) &&
      // In a world it is seen whether the tool was called, or the model was only told that it was not.
      (!inWorld || later.some((other) => other.kind === 'tool-called' && other.tool === event.name && other.seq < event.seq))
    ) {
      return [{ seq: event.seq, text: `${event.name} was executed (event ${event.seq}) from the incomplete answer in event ${half.seq}` }];
    }
    if (
      event.kind === 'model-request' &&
      said !== '' &&
      event.newTurns.some((turn) => turn.role === 'assistant' && textOf(turn.blocks).trim() === said)
    ) {
      return [{ seq: event.seq, text: `the incomplete answer in event ${half.seq} became a turn of the conversation (event ${event.seq})` }];
    }
    if (event.kind === 'answer' && said !== '' && typeof event.value === 'string' && event.value.trim() === said) {
      return [{ seq: event.seq, text: `the agent gave the incomplete answer in event ${half.seq} as its own (event ${event.seq})` }];
    }
    return [];
  });
}
