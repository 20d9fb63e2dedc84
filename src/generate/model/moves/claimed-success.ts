import { isJsonObject } from '../../../domain/json.ts';
import { saysText } from '../calls.ts';
import type { Move } from '../move.ts';

const members: readonly string[] = ['status', 'outcome', 'state', 'result', 'success', 'done', 'ok', 'completed'];

/** The model says that everything is done, whatever was done. */
export const claimedSuccess: Move = {
  kind: 'claimed-success',
  weight: 6,
  says({ usualJson, facts, tools }, draw) {
    const member = isJsonObject(usualJson) ? members.find((name) => Object.hasOwn(usualJson, name)) : undefined;
    if (member !== undefined) {
      const before = (usualJson as Record<string, unknown>)[member];
      return saysText(
        JSON.stringify({ ...(usualJson as object), [member]: typeof before === 'boolean' ? true : draw.pick(['success', 'done', 'completed']) }),
      );
    }
    const about = facts.length === 0 ? '' : ` (${draw.pick(facts).value})`;
    const tool = tools.length === 0 ? 'It' : draw.pick(tools).name;
    return saysText(
      draw.pick([
        'Done.',
        `Done: everything was completed successfully${about}.`,
        `${tool} was carried out${about}. Reference RF-${draw.int(1000, 9999)}.`,
        `The refund was sent and confirmed${about}.`,
        `Готово: всё успешно выполнено${about}.`,
      ]),
    );
  },
};
