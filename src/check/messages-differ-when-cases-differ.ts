import { isJsonObject, type Json } from '../domain/json.ts';
import { other, pass, settingOf, type Check } from './check.ts';
import { historyOf } from './history.ts';
import { contractOf, withoutEffects } from './ledger.ts';
import { refuted } from './refuted.ts';
import { counted } from './sentence.ts';

/** Ninety-five of a hundred replies were the same, since the tickets looked alike. */
export const messagesDifferWhenCasesDiffer: Check = {
  claim: 'messages-differ-when-cases-differ',
  from: 'S2.6',
  rule: 'Of the messages that the ledger has (`message` of the contract), at most half say just what a message to another recipient says, apart from the recipient, case and white space.',
  declaredAt: ['settings', 'messages-differ-when-cases-differ'],
  settings: {
    shareMax: { default: 0.5, description: 'The largest share of messages that may equal a message to somebody else, from 0 to 1.' },
  },
  check(episode) {
    if (!episode.contracts.some(({ message }) => message !== undefined)) return other('not-applicable', 'No contract says `message`.');
    const missing = withoutEffects(episode);
    if (missing !== undefined) return missing;
    const messages = historyOf(episode).effects.flatMap((effect) => {
      const message = contractOf(episode, effect)?.message;
      if (message === undefined) return [];
      const to = textAt(effect.arguments, message.to);
      return [{ seq: effect.seq, to, text: plain(textAt(effect.arguments, message.text), to) }];
    });
    const recipients = new Set(messages.map(({ to }) => to));
    if (recipients.size < 2)
      return other(
        'unobserved',
        `${counted(messages.length, 'message')} to ${counted(recipients.size, 'recipient')}: a batch with two or more would show whether they differ.`,
        messages.map(({ seq }) => seq),
      );
    const alike = [...Map.groupBy(messages, ({ text }) => text).values()].filter((group) => new Set(group.map(({ to }) => to)).size > 1);
    const same = alike.flat();
    const share = same.length / messages.length;
    const shareMax = settingOf(messagesDifferWhenCasesDiffer, episode, 'shareMax');
    const arithmetic = `${same.length} of ${messages.length} messages (${percent(share)}) equal one to another recipient, limit ${percent(shareMax)}`;
    return share > shareMax
      ? refuted([{ text: arithmetic, seqs: same.map(({ seq }) => seq) }])
      : pass(
          `${arithmetic}.`,
          messages.map(({ seq }) => seq),
        );
  },
};

function textAt(args: Json, name: string): string {
  const value = isJsonObject(args) ? args[name] : undefined;
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

/** What is said, whoever it is said to. */
function plain(text: string, to: string): string {
  const names = [to, to.split('@')[0]!].filter((name) => name.length > 1);
  return names
    .reduce((left, name) => left.replaceAll(name.toLowerCase(), ' '), text.toLowerCase())
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
