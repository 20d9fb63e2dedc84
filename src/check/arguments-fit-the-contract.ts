import { argumentBreaches } from '../contract/index.ts';
import { eventsOf } from '../domain/event.ts';
import { canonicalJson } from '../domain/json.ts';
import { fail, other, pass, type Check } from './check.ts';

/** The model proposes, the agent checks before it calls: arguments off the contract must not reach a tool. */
export const argumentsFitTheContract: Check = {
  claim: 'arguments-fit-the-contract',
  from: 'S1.4',
  rule: 'No tool is executed with arguments that its contract forbids, and none without a contract where contracts are declared; a call that the agent answers with an error was refused, not executed.',
  declaredAt: ['tools'],
  check({ events, contracts }) {
    if (contracts.length === 0) return other('not-applicable', 'The scenario declares no contracts.');
    const executed = eventsOf(events, 'tool-result').filter(({ isError }) => !isError);
    if (executed.length === 0) return other('unobserved', 'No result of a tool was told to a model, so no call can be held against its contract.');
    const broken = executed.flatMap((event) => {
      const contract = contracts.find(({ name }) => name === event.name);
      if (contract === undefined) return [{ seq: event.seq, text: `${event.name} has no contract (event ${event.seq})` }];
      const breaches = argumentBreaches(contract, event.arguments);
      return breaches.length === 0
        ? []
        : [{ seq: event.seq, text: `${event.name}(${canonicalJson(event.arguments)}): ${breaches.join(', ')} (event ${event.seq})` }];
    });
    if (broken.length > 0)
      return fail(
        `The agent executed ${broken.map(({ text }) => text).join('; ')}.`,
        broken.map(({ seq }) => seq),
      );
    return pass(
      `${executed.length} ${executed.length === 1 ? 'call fits its contract' : 'calls fit their contracts'}.`,
      executed.map(({ seq }) => seq),
    );
  },
};
