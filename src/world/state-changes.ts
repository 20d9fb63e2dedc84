import { canonicalJson, isJsonObject, type Json } from '../domain/json.ts';
import type { StateChange } from '../domain/tool-event.ts';

/** What became of a state, one entry per member that is new, gone or different, as deep as both sides go on alike. */
export function stateChanges(before: Json, after: Json): readonly StateChange[] {
  const changes: StateChange[] = [];
  collect('', before, after, changes);
  return changes;
}

function collect(path: string, before: Json, after: Json, changes: StateChange[]): void {
  if (before === after) return;
  const [left, right] = [membersOf(before), membersOf(after)];
  if (left === undefined || right === undefined || Array.isArray(before) !== Array.isArray(after)) {
    if (canonicalJson(before) !== canonicalJson(after)) changes.push({ path, before, after });
    return;
  }
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    const at = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const [was, is] = [left.get(name), right.get(name)];
    if (was === undefined) changes.push({ path: at, after: is! });
    else if (is === undefined) changes.push({ path: at, before: was });
    else collect(at, was, is, changes);
  }
}

function membersOf(value: Json): ReadonlyMap<string, Json> | undefined {
  if (Array.isArray(value)) return new Map((value as readonly Json[]).map((entry, index) => [String(index), entry]));
  return isJsonObject(value) ? new Map(Object.entries(value)) : undefined;
}
