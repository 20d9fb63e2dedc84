import type { Arbitrary } from 'fast-check';
import { isJsonObject, type Json } from '../../domain/json.ts';
import type { CallbackPlan } from '../../domain/world.ts';
import type { Draw } from '../draw.ts';
import { DrawnArbitrary } from '../drawn-arbitrary.ts';

export interface CallbackSources {
  /** Those of the scenario. */
  readonly known: readonly CallbackPlan[];
  /** Tools of the world: callbacks may come after one of them was called. */
  readonly tools?: readonly string[];
}

const hour = 3600;
const delaysSeconds: readonly number[] = [0, 1, 60, 4 * hour, 24 * hour];

/**
 * What the outside sends in one episode, in place of `callbacks` of a scenario: what is known, and any of it late, twice, out of order, or not at all; and callbacks that nobody expects. Shrunk
 * towards what is known, each once.
 */
export function callbacks({ known, tools = [] }: CallbackSources): Arbitrary<readonly CallbackPlan[]> {
  return new DrawnArbitrary<readonly CallbackPlan[]>({
    draw(draw) {
      const kept = known.filter(() => !draw.oneIn(10)).map((plan) => changed(plan, tools, draw));
      const others = draw.oneIn(3) ? [unknownCallback(known, tools, draw)] : [];
      return shuffled([...kept, ...others], draw);
    },
    fits: (value): value is readonly CallbackPlan[] => Array.isArray(value) && value.every(isCallbackPlan),
    *simpler(plans) {
      for (const one of candidates(plans, known)) if (costOf(one, known) < costOf(plans, known)) yield one;
    },
  });
}

function changed(plan: CallbackPlan, tools: readonly string[], draw: Draw): CallbackPlan {
  switch (draw.int(0, 4)) {
    case 1:
      return { ...plan, times: plan.times + draw.int(1, 2) };
    case 2:
      return { ...plan, afterSeconds: plan.afterSeconds + draw.pick(delaysSeconds) };
    case 3:
      // After the last word it is too late for everything.
      return { ...plan, at: { after: 'answer', occurrence: 1 }, afterSeconds: 0 };
    case 4:
      return tools.length === 0
        ? plan
        : { ...plan, at: { after: draw.pick(['tool-called', 'tool-answered']), tool: draw.pick(tools), occurrence: 1 } };
    default:
      return plan;
  }
}

/** One that nobody waits for: of something unknown, or of something known under another id. */
function unknownCallback(known: readonly CallbackPlan[], tools: readonly string[], draw: Draw): CallbackPlan {
  const events: readonly Json[] = ['no_such_event', { event: 'no_such_event', id: 'unknown' }, null, ...known.map(({ event }) => event)];
  const at = tools.length > 0 && draw.oneIn(2) ? { at: { after: 'tool-called' as const, tool: draw.pick(tools), occurrence: 1 } } : {};
  return { id: `unknown-${draw.int(1, 9)}`, event: draw.pick(events), ...at, afterSeconds: draw.pick(delaysSeconds), times: draw.int(1, 2) };
}

function shuffled<T>(list: readonly T[], draw: Draw): readonly T[] {
  const left = [...list];
  if (!draw.oneIn(3)) return left;
  return list.map(() => left.splice(draw.int(0, left.length - 1), 1)[0]!);
}

function* candidates(plans: readonly CallbackPlan[], known: readonly CallbackPlan[]): Generator<readonly CallbackPlan[]> {
  yield known;
  for (const [at, plan] of plans.entries()) {
    const usual = known.find(({ id }) => id === plan.id);
    if (usual === undefined) yield plans.toSpliced(at, 1);
    else {
      yield plans.with(at, usual);
      yield plans.with(at, { ...plan, times: usual.times });
      yield plans.with(at, { ...plan, afterSeconds: usual.afterSeconds });
    }
  }
  for (const [at, missing] of known.entries())
    if (plans.every(({ id }) => id !== missing.id)) yield [...plans.slice(0, at), missing, ...plans.slice(at)];
  const order = (plan: CallbackPlan): number => known.findIndex(({ id }) => id === plan.id);
  yield plans.toSorted((one, other) => order(one) - order(other));
}

/** How far callbacks are from those of the scenario. */
function costOf(plans: readonly CallbackPlan[], known: readonly CallbackPlan[]): number {
  const places = plans.map(({ id }) => known.findIndex((one) => one.id === id));
  const missing = known.filter(({ id }) => plans.every((plan) => plan.id !== id)).length;
  const turned = places.filter((place, index) => place !== -1 && places.slice(0, index).some((before) => before > place)).length;
  const own = plans.reduce((sum, plan, index) => {
    const usual = known[places[index]!];
    if (usual === undefined) return sum + 10;
    const moved = JSON.stringify(plan.at) === JSON.stringify(usual.at) ? 0 : 2;
    return sum + (plan.times === usual.times ? 0 : 2) + (plan.afterSeconds === usual.afterSeconds ? 0 : 2) + moved;
  }, 0);
  return own + missing * 3 + turned;
}

function isCallbackPlan(value: unknown): value is CallbackPlan {
  return isJsonObject(value) && typeof value['id'] === 'string' && typeof value['times'] === 'number' && typeof value['afterSeconds'] === 'number';
}
