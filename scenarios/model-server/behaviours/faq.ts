import type { Behaviour } from '../behaviour.ts';
import { tell } from '../situation.ts';

/** Answers a question from the one entry it was handed, and from nothing else. */
export const faq: Behaviour = {
  name: 'faq',
  recognises: ({ system, tools }) => tools.length === 0 && /\bFAQ\b/.test(system),
  decide({ task }) {
    const [, id, entry] = /^Entry \[([\w-]+)\]: (.+)$/m.exec(task) ?? [];
    if (entry === undefined) return tell('The FAQ has nothing on that – a colleague will answer you.');
    return tell(`${entry} (source: ${id} – our FAQ)`);
  },
};
