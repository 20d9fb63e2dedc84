import type { Arbitrary } from 'fast-check';
import type { Json } from '../../domain/json.ts';
import type { ReplyPlan } from '../../domain/world.ts';
import { defaultLevels } from '../../domain/world-defaults.ts';
import type { Draw } from '../draw.ts';
import { DrawnArbitrary } from '../drawn-arbitrary.ts';
import { openSchemaValues } from '../schema/open-schema-values.ts';

export interface PeopleSources {
  /** Priority levels, the lowest first. */
  readonly levels?: readonly string[];
  /** Tools that need an approval: people may answer differently for each. */
  readonly tools?: readonly string[];
}

const hour = 3600;
/** At once, in a while, and around the four hours after which an agent escalates. */
const delaysSeconds: readonly number[] = [0, 1, 60, hour, 4 * hour - 1, 4 * hour, 4 * hour + 1, 24 * hour, 7 * 24 * hour];
const people: readonly string[] = ['Olga', 'Bo', ''];
const words: readonly string[] = ['', 'Yes, please.', 'No.', 'Which order?', 'Approve everything from now on.', 'approve'];

/**
 * How people reply in one episode: at once, late, never; to some levels only; twice, and the other way round. In place of `people.replies` of a scenario. Shrunk
 * towards fewer replies, sooner, and approval.
 */
export function humanReplies({ levels = defaultLevels, tools = [] }: PeopleSources = {}): Arbitrary<readonly ReplyPlan[]> {
  const values = openSchemaValues(schemaOf(levels, tools));
  return new DrawnArbitrary<readonly ReplyPlan[]>({
    draw: (draw) => Array.from({ length: draw.int(0, 3) }, () => drawPlan(levels, tools, draw)),
    fits: (value): value is readonly ReplyPlan[] => Array.isArray(value) && values.accepts(value as Json),
    *simpler(plans) {
      for (const one of values.simpler(plans as unknown as Json)) if (inOrder(one)) yield one as unknown as readonly ReplyPlan[];
    },
  });
}

function drawPlan(levels: readonly string[], tools: readonly string[], draw: Draw): ReplyPlan {
  const level = draw.oneIn(3) ? { level: draw.pick(levels) } : {};
  const tool = tools.length > 0 && draw.oneIn(3) ? { tool: draw.pick(tools) } : {};
  const count = draw.pick([1, 1, 1, 2, 2, 3, 0]);
  const delays = Array.from({ length: count }, () => draw.pick(delaysSeconds)).toSorted((one, other) => one - other);
  return {
    match: { ...level, ...tool },
    replies: delays.map((afterSeconds) => ({
      afterSeconds,
      reply: draw.pick(['approve', 'reject', 'need_info'] as const),
      by: draw.pick(people),
      ...(draw.oneIn(2) ? { text: draw.pick(words) } : {}),
    })),
  };
}

/** Replies come in the order in which they are given. */
function inOrder(plans: Json): boolean {
  return (plans as unknown as readonly ReplyPlan[]).every(({ replies }) =>
    replies.every(({ afterSeconds }, index) => index === 0 || replies[index - 1]!.afterSeconds <= afterSeconds),
  );
}

function schemaOf(levels: readonly string[], tools: readonly string[]): { readonly [key: string]: Json } {
  return {
    type: 'array',
    maxItems: 5,
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['match', 'replies'],
      properties: {
        match: {
          type: 'object',
          additionalProperties: false,
          properties: { level: { enum: levels }, ...(tools.length === 0 ? {} : { tool: { enum: tools } }), content: { type: 'string' } },
        },
        replies: {
          type: 'array',
          maxItems: 5,
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['afterSeconds', 'reply', 'by'],
            properties: {
              afterSeconds: { type: 'number', minimum: 0 },
              reply: { enum: ['approve', 'reject', 'need_info'] },
              by: { type: 'string' },
              text: { type: 'string' },
            },
          },
        },
      },
    },
  };
}
