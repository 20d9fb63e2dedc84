import { dirname, isAbsolute, join, resolve } from 'node:path';
import { secondsOf } from '../domain/duration.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import { defaultLevels } from '../domain/world-defaults.ts';
import type { CallbackPlan, PeoplePlan, ReplyPlan, WorldMoment, WorldPlan } from '../domain/world.ts';

type ShadowEffects = NonNullable<WorldPlan['shadow']>['effects'];

/** The world of a case from what the file and the case say; the case wins, member by member. */
export function planWorld(file: string, whole: Json | undefined, own: Json | undefined): WorldPlan | undefined {
  if (whole === undefined && own === undefined) return undefined;
  const world: JsonObject = { ...(whole as JsonObject | undefined), ...(own as JsonObject | undefined) };
  const path = (name: string): string | undefined =>
    typeof world[name] === 'string' ? (isAbsolute(world[name]) ? world[name] : resolve(join(dirname(file), world[name]))) : undefined;
  const profile = world['profile'] as string | undefined;
  const profiles = world['profiles'] as Readonly<Record<string, JsonObject>> | undefined;
  const shadow = world['shadow'] as { readonly decision: Json; readonly effects?: ShadowEffects } | undefined;
  const restart = world['restart'] as (JsonObject & { readonly how?: 'kill' | 'terminate' }) | undefined;
  const handlers = path('tools');
  const tape = path('tape');
  return {
    ...(handlers === undefined ? {} : { handlers }),
    ...(tape === undefined ? {} : { tape }),
    state: (world['state'] ?? {}) as JsonObject,
    people: planPeople((world['people'] ?? {}) as JsonObject),
    callbacks: ((world['callbacks'] ?? []) as readonly JsonObject[]).map(planCallback),
    ...(world['killSwitch'] === undefined ? {} : { killSwitch: planMoment(world['killSwitch'] as JsonObject) }),
    dryRun: world['dryRun'] === true,
    ...(shadow === undefined ? {} : { shadow: { decision: shadow.decision, effects: shadow.effects ?? [] } }),
    ...(profile === undefined ? {} : { profile }),
    configuration: (profile === undefined ? undefined : profiles?.[profile]) ?? {},
    ...(profiles === undefined ? {} : { profiles }),
    ...(restart === undefined ? {} : { restart: { ...planMoment(restart), how: restart.how ?? 'kill' } }),
  };
}

function planMoment(moment: JsonObject): WorldMoment {
  const { after, tool, report, occurrence } = moment as { after: WorldMoment['after']; tool?: string; report?: string; occurrence?: number };
  return { after, occurrence: occurrence ?? 1, ...(tool === undefined ? {} : { tool }), ...(report === undefined ? {} : { report }) };
}

function planPeople(people: JsonObject): PeoplePlan {
  return {
    levels: (people['levels'] as readonly string[] | undefined) ?? defaultLevels,
    replies: ((people['replies'] ?? []) as readonly JsonObject[]).map(planReplies),
  };
}

/** A request gets the reply of the first entry that matches, then those under `then`; an entry without a reply is silence. */
function planReplies(entry: JsonObject): ReplyPlan {
  const { level, tool, content, then, ...first } = entry as JsonObject & {
    readonly level?: string;
    readonly tool?: string;
    readonly content?: string;
  };
  const given = [...(first['reply'] === undefined ? [] : [first]), ...((then ?? []) as readonly JsonObject[])];
  return {
    match: { ...(level === undefined ? {} : { level }), ...(tool === undefined ? {} : { tool }), ...(content === undefined ? {} : { content }) },
    replies: given.map((reply) => ({
      afterSeconds: secondsOf((reply['after'] ?? 0) as string | number),
      reply: reply['reply'] as 'approve' | 'reject' | 'need_info',
      by: (reply['by'] as string | undefined) ?? 'a person',
      ...(reply['text'] === undefined ? {} : { text: reply['text'] as string }),
    })),
  };
}

function planCallback(callback: JsonObject): CallbackPlan {
  const at = callback['at'] as JsonObject | undefined;
  return {
    id: callback['id'] as string,
    event: callback['event']!,
    ...(at === undefined ? {} : { at: planMoment(at) }),
    afterSeconds: secondsOf((callback['after'] ?? 0) as string | number),
    times: (callback['times'] as number | undefined) ?? 1,
  };
}
