import type { Arbitrary } from 'fast-check';
import { boundaryCases, decideByRules, type RuleDecision } from '../../contract/index.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import type { RuleTable } from '../../domain/world.ts';
import type { Draw } from '../draw.ts';
import { DrawnArbitrary } from '../drawn-arbitrary.ts';
import { leafPaths, textsIn, valueAt, withValueAt } from '../leaf-paths.ts';
import { leavesThatDiffer, nearerTo } from '../nearer-to.ts';
import { pickWeighted } from '../pick-weighted.ts';
import { isSimpler } from '../schema/simplicity.ts';
import { valuesOrNone } from '../schema/values-or-none.ts';
import { hostileTexts } from './hostile-texts.ts';

/** A task that is given to an agent. */
export interface GeneratedTask {
  /** `known`, `fitting`, `boundary`, `changed`, `hostile-text`. */
  readonly kind: string;
  readonly task: Json;
  /** What the table of rules says of it, where there is one. */
  readonly expected?: RuleDecision;
}

/** What tasks are made from; at least one of them. */
export interface TaskSources {
  /** JSON Schema of tasks. */
  readonly schema?: JsonObject;
  /** Tasks of the scenario: the others are near to them. */
  readonly known?: readonly Json[];
  /** Rules that decide tasks: tasks at their bounds are given. */
  readonly rules?: RuleTable;
  /** Instructions that the scenario declares as planted. */
  readonly injections?: readonly string[];
}

interface TaskKind {
  readonly kind: string;
  readonly weight: number;
  task(): Json | undefined;
}

/**
 * Tasks: those of the scenario, others by their schema, those at the bounds of the rules, known ones with one thing changed, and ones in which a stranger speaks. Without any
 * source the task is empty.
 */
export function tasks(sources: TaskSources): Arbitrary<GeneratedTask> {
  const { schema, known = [], rules } = sources;
  const values = schema === undefined ? undefined : valuesOrNone(schema);
  const boundaries = rules === undefined ? [] : boundaryCases(rules);
  const accepts = (task: Json): boolean => values?.accepts(task) ?? true;
  const told = (kind: string, task: Json): GeneratedTask => ({
    kind,
    task,
    ...(rules !== undefined && isJsonObject(task) ? { expected: decideByRules(rules, task) } : {}),
  });
  const simplest = known[0] ?? values?.simplest ?? boundaries[0]?.task ?? {};

  const kinds = (draw: Draw): readonly TaskKind[] => {
    const base = (): Json | undefined => (known.length > 0 ? draw.pick(known) : (values?.draw(draw) ?? boundaries[0]?.task));
    return [
      { kind: 'known', weight: 20, task: () => (known.length > 0 ? draw.pick(known) : undefined) },
      { kind: 'fitting', weight: 25, task: () => values?.draw(draw) },
      { kind: 'boundary', weight: 25, task: () => (boundaries.length > 0 ? joined(base(), draw.pick(boundaries).task) : undefined) },
      { kind: 'changed', weight: 15, task: () => changed(base(), draw, accepts) },
      { kind: 'hostile-text', weight: 6, task: () => hostile(base(), sources.injections ?? [], draw, accepts) },
    ];
  };

  // A task of the scenario is the simplest; then one that is near to it; then a small one.
  const distance = (task: Json): number => Math.min(...known.map((one) => leavesThatDiffer(task, one)), Infinity);
  const isSimplerTask = (one: Json, other: Json): boolean => {
    const [near, far] = [distance(one), distance(other)];
    return near < far || (near === far && isSimpler(one, other));
  };
  function* simpler({ kind, task }: GeneratedTask): Generator<GeneratedTask> {
    const candidates = function* (): Generator<GeneratedTask> {
      for (const one of known) yield told('known', one);
      yield told(known.length > 0 ? 'known' : 'fitting', simplest);
      for (const one of known) for (const nearer of nearerTo(task, one)) yield told(kind, nearer);
      if (values !== undefined) for (const one of values.simpler(task)) yield told(kind, one);
    };
    for (const one of candidates()) if (isSimplerTask(one.task, task)) yield one;
  }
  return new DrawnArbitrary({
    draw(draw) {
      for (let tries = 0; tries < 30; tries++) {
        const kind = pickWeighted(kinds(draw), {}, draw);
        const task = kind?.task();
        if (task !== undefined) return told(kind!.kind, task);
      }
      return told('known', simplest);
    },
    fits: (value): value is GeneratedTask => isJsonObject(value) && typeof value['kind'] === 'string' && value['task'] !== undefined,
    simpler,
  });
}

/** A task at a bound has what other tasks have besides. */
function joined(base: Json | undefined, boundary: JsonObject): Json {
  return isJsonObject(base) ? { ...base, ...boundary } : boundary;
}

function changed(base: Json | undefined, draw: Draw, accepts: (task: Json) => boolean): Json | undefined {
  if (base === undefined) return undefined;
  const paths = leafPaths(base);
  for (let tries = 0; tries < 8 && paths.length > 0; tries++) {
    const path = draw.pick(paths);
    const task = withValueAt(base, path, another(valueAt(base, path)!, draw));
    if (accepts(task)) return task;
  }
  return undefined;
}

function another(leaf: Json, draw: Draw): Json {
  if (typeof leaf === 'number')
    return draw.pick([leaf + 1, leaf - 1, leaf * 2, leaf * 10, leaf / 2, 0, -leaf, 1e9].map((one) => (one === 0 ? 0 : one)));
  if (typeof leaf === 'boolean') return !leaf;
  return typeof leaf === 'string' ? draw.pick([`${leaf} `, leaf.toUpperCase(), '', 'unknown', `${leaf} ${leaf}`]) : draw.pick([0, '', false]);
}

function hostile(base: Json | undefined, injections: readonly string[], draw: Draw, accepts: (task: Json) => boolean): Json | undefined {
  if (base === undefined) return undefined;
  const text = injections.length > 0 && !draw.oneIn(3) ? draw.pick(injections) : draw.pick(hostileTexts);
  const tasksWithIt = textsIn(base)
    .map((one) => withValueAt(base, one.path, `${one.text} ${text}`.trim()))
    .filter(accepts);
  return tasksWithIt.length === 0 ? undefined : draw.pick(tasksWithIt);
}
