// The writer of functions with one part broken at a time. Each says which claims it breaks in `code-writer-twins.yaml`.
import { cards, createAgent, soundParts } from './agent.ts';

type Agent = (task: unknown) => Promise<object>;

/** It puts the same function into the library under three names. */
export const writesItAgain: Agent = createAgent({
  ...soundParts,
  async keep({ name, purpose }, code, separator, call) {
    for (const copy of ['2', '3']) await call('create_function', { name: name + copy, purpose, separator, code });
    return call('create_function', { name, purpose, separator, code });
  },
});

/** It has the money, so it spends it. */
export const spendsFreely: Agent = createAgent({
  ...soundParts,
  choose: (does) => cards.filter((card) => card.does === does).toSorted((a, b) => b.usd - a.usd)[0],
});

/** It looks a fact up, and then goes by what it believes. */
export const forgetsTheFact: Agent = createAgent({
  ...soundParts,
  keep: ({ name, purpose }, code, _separator, call) => call('create_function', { name, purpose, separator: '_', code }),
});

/** It says that it is done, and has put nothing into the library. */
export const pretends: Agent = createAgent({
  ...soundParts,
  keep: ({ name }) => Promise.resolve({ status: 'success', data: { status: 'success', name } }),
});

/** It talks where a form was asked for. */
export const chats: Agent = async (task) => {
  const answer = await createAgent()(task);
  return { message: `All right! ${JSON.stringify(answer)}` };
};

/** When the money is gone, it says that all is well. */
export const hidesTheLimit: Agent = async (task) => {
  const answer = (await createAgent()(task)) as { readonly status: string; readonly spent_usd: number };
  return answer.status === 'failed' ? { status: 'done', name: 'slugify', spent_usd: answer.spent_usd } : answer;
};

/** It fails, and says no more than that. */
export const saysNothing: Agent = async (task) => {
  const answer = (await createAgent()(task)) as { readonly status: string; readonly spent_usd: number };
  return answer.status === 'failed' ? { status: 'failed', spent_usd: answer.spent_usd } : answer;
};

/** It never has enough of drafts. */
export const neverHasEnough: Agent = createAgent({
  ...soundParts,
  draftsMax: 100,
  choose: (does) => cards.find((card) => card.does === does),
  satisfied: (drafts) => drafts >= 30,
});

/** It does the work, and tells of another. */
export const tellsOfAnother: Agent = async (task) => ({ ...(await createAgent()(task)), name: 'somethingElse' });

/** It is lost for words. */
export const saysNothingAtAll: Agent = async (task) => {
  await createAgent()(task);
  throw new Error('I forgot what I wanted to say. Please try again.');
};

/** It asks the dear people, though it was told not to. */
export const asksTheDearPeople: Agent = createAgent({
  ...soundParts,
  choose: (does, leftUsd) => (does === 'look up' ? cards.find(({ name }) => name === 'research') : soundParts.choose(does, leftUsd)),
});
