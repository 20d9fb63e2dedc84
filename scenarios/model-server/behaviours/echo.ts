import type { Behaviour } from '../behaviour.ts';
import { say, tell } from '../situation.ts';

/** The default: says what it understood, so that an agent nobody wrote rules for still gets an answer that depends on its request. */
export const echo: Behaviour = {
  name: 'echo',
  recognises: () => true,
  decide({ system, task, tools, done, wantsJson }) {
    if (wantsJson) return tell(JSON.stringify({ understood: task, tools, results: done.map(({ result }) => result) }));
    const instructions = system === '' ? 'no instructions' : `instructions that begin “${system.slice(0, 40)}”`;
    const results = done.map(({ tool, result }) => ` ${tool} said ${say(result)}.`).join('');
    return tell(
      `I understood: “${task}”. I have ${instructions} and ${tools.length === 0 ? 'no tools' : `the tools ${tools.join(', ')}`}.${results}`,
    );
  },
};
