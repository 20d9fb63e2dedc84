import { eventsOf } from '../domain/event.ts';
import { fail, other, pass, type Check } from './check.ts';

/** The plainest claim of all: the agent ends, by itself, with an answer. */
export const givesAnAnswer: Check = {
  claim: 'gives-an-answer',
  from: 'S1.5',
  rule: 'Every task gets an answer, and a command ends with exit code 0; a case that expects another exit code expects no answer.',
  declaredAt: ['expect', 'exitCode'],
  check({ events, expect, tasks }) {
    const answers = eventsOf(events, 'answer');
    const ended = events.findLast((event) => event.kind === 'episode-ended');
    const evidence = [...answers.map(({ seq }) => seq), ...(ended === undefined ? [] : [ended.seq])];
    if (ended === undefined) return other('unknown', 'The history has no end.', evidence);
    if (ended.how === 'timed-out')
      return other('not-applicable', 'The agent was ended at its time limit; terminates-within-budget says so.', evidence);
    const exitCode = eventsOf(events, 'agent-exited').at(-1)?.exitCode;
    const expected = expect.exitCode ?? 0;
    if (expected !== 0) {
      return exitCode === expected
        ? pass(`It ended with exit code ${expected}, as expected.`, evidence)
        : fail(`It ended with ${exitCode === undefined ? 'no exit code' : `exit code ${exitCode}`}, expected ${expected}.`, evidence);
    }
    if (answers.length === tasks.length) return pass(`${answers.length} of ${tasks.length} tasks answered.`, evidence);
    return fail(
      `${answers.length} of ${tasks.length} tasks answered: ${(ended.text ?? 'the agent ended without an answer').replace(/\.+$/, '')}.`,
      evidence,
    );
  },
};
