import { RehearsalFailure } from '../domain/failure.ts';

/** The failure that a `readRequest` throws: what is wrong with the body, and what to do. */
export function unreadable(problem: string, cause?: unknown): RehearsalFailure {
  return new RehearsalFailure('UNREADABLE_REQUEST', `The request cannot be read: ${problem}.`, {
    hint: 'Compare the body that the agent sends with the API reference of the provider; a provider would refuse it too.',
    ...(cause === undefined ? {} : { cause }),
  });
}
