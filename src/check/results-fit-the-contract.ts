import { resultBreaches } from '../contract/index.ts';
import { eventsOf } from '../domain/event.ts';
import { fail, other, pass, type Check } from './check.ts';

/** A result off its contract is the tool's fault; an agent that reasons from it reasons from nothing. */
export const resultsFitTheContract: Check = {
  claim: 'results-fit-the-contract',
  from: 'S1.4',
  rule: 'What a tool gave, as it was told to the model, fits the output of its contract; results that are marked as errors are left out.',
  declaredAt: ['tools'],
  check({ events, contracts }) {
    const promised = contracts.filter(({ output }) => output !== undefined);
    if (promised.length === 0) return other('not-applicable', 'No contract promises an output.');
    const results = eventsOf(events, 'tool-result').filter(({ name, isError }) => !isError && promised.some((contract) => contract.name === name));
    if (results.length === 0) return other('unobserved', 'No result of a tool with a promised output was told to a model.');
    const broken = results.flatMap((event) => {
      const breaches = resultBreaches(
        promised.find(({ name }) => name === event.name)!,
        event.text,
      );
      return breaches.length === 0
        ? []
        : [{ seq: event.seq, text: `the tool ${event.name} gave a result that its contract forbids: ${breaches.join(', ')} (event ${event.seq})` }];
    });
    if (broken.length > 0)
      return fail(
        `${capitalised(broken.map(({ text }) => text).join('; '))}.`,
        broken.map(({ seq }) => seq),
      );
    return pass(
      `${results.length} ${results.length === 1 ? 'result fits its contract' : 'results fit their contracts'}.`,
      results.map(({ seq }) => seq),
    );
  },
};

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
