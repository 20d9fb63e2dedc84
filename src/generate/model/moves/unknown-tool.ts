import { fittingArguments, saysCall } from '../calls.ts';
import type { Move } from '../move.ts';

/** A call of a tool that is not offered: one of the world that was not offered here, a misspelt one, one that nobody has. */
export const unknownTool: Move = {
  kind: 'unknown-tool',
  weight: 4,
  says(situation, draw) {
    const { tools, context } = situation;
    if (tools.length === 0 && context.contracts.length === 0) return undefined;
    const others = context.contracts.map(({ name }) => name).filter((name) => situation.toolNamed(name) === undefined);
    const near = tools.flatMap(({ name }) => [`${name}s`, name.toUpperCase(), name.replaceAll('_', '-'), `functions.${name}`]);
    const names = ['run_anything', ...others, ...near].filter((name) => situation.toolNamed(name) === undefined);
    const given = tools.length === 0 ? {} : fittingArguments(draw.pick(tools), situation, draw);
    return saysCall(situation, draw.pick(names), given);
  },
};
