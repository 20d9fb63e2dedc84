import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { stringify } from 'yaml';
import type { FaultSchedule, PlannedFault } from '../../domain/fault.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import type { CasePlan } from '../../domain/scenario.ts';
import { projectRoot } from '../../run/project-root.ts';

/** A case of a scenario file, written for a file in another place, without what belongs to the undisturbed run alone. */
export interface MovedCase {
  /** What the file says for all its cases. */
  readonly shared: JsonObject;
  readonly own: JsonObject;
  /** A path that the old file names, as the new one names it. */
  moved(path: string): string;
}

/** Paths that the other file names are written from the place of the new one. */
export function movedCase({ scenario, plan, file }: { readonly scenario: JsonObject; readonly plan: CasePlan; readonly file: string }): MovedCase {
  const moved = (path: string): string => movedPath(path, plan.file, file);
  const own = (scenario['cases'] as readonly JsonObject[])[plan.index]!;
  const root = projectRoot(dirname(resolve(file)));
  return {
    shared: withPaths(without(scenario, ofTheUndisturbed, ['cases', 'cassette', 'cassettes', '$schema']), moved, plan, root),
    own: withPaths(without(own, ofTheUndisturbed, ['cassette']), moved, plan, root),
    moved,
  };
}

/**
 * The text of a scenario file that holds one case of another, under a schedule. What belongs to the undisturbed run alone (its expected answer, repeats, the
 * exploration itself) is left out.
 */
export function foundScenario(options: {
  readonly scenario: JsonObject;
  readonly plan: CasePlan;
  readonly schedule: FaultSchedule;
  /** How often it is run, each time with the next seed. */
  readonly repeats: number;
  /** Where the new file will stand. */
  readonly file: string;
  readonly description: string;
  readonly name: string;
}): string {
  const { scenario, plan, schedule, repeats, description, name } = options;
  const { shared, own, moved } = movedCase(options);
  const expects = [scenario['expect'], (scenario['cases'] as readonly JsonObject[])[plan.index]!['expect']];
  const never = expects.map((each) => (isJsonObject(each) ? each['never'] : undefined)).findLast((each) => each !== undefined);
  const document = {
    ...shared,
    description,
    cases: [
      {
        ...own,
        name,
        ...(plan.answeredBy === 'script' ? {} : { cassette: moved(resolve(plan.cassette)), onDivergence: plan.onDivergence }),
        ...(never === undefined ? {} : { expect: { never } }),
        ...(repeats === 1 ? {} : { repeat: repeats }),
        faults: schedule.map(faultEntry),
      },
    ],
  };
  return stringify(document, { lineWidth: 120 });
}

/** What the undisturbed run is held against, or run by. */
const ofTheUndisturbed = ['faults', 'expect', 'expectFailure', 'checks', 'chaos', 'explore', 'properties', 'repeat', 'bounds'];

function without(members: JsonObject, ...names: readonly (readonly string[])[]): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([name]) => !names.some((each) => each.includes(name))));
}

/** A fault as it is written in a scenario: what is the default is left out. */
export function faultEntry({ fault, match, occurrence, settings }: PlannedFault): JsonObject {
  return {
    fault,
    ...(Object.keys(match).length === 0 ? {} : { match: match as unknown as JsonObject }),
    ...(occurrence === 1 ? {} : { occurrence: occurrence }),
    ...settings,
  };
}

/** A path that the old file names, as the new one names it. */
function movedPath(path: string, from: string, to: string): string {
  const absolute = isAbsolute(path) ? path : resolve(dirname(from), path);
  const found = relative(dirname(resolve(to)), absolute).replaceAll(sep, '/');
  return found.startsWith('.') ? found : `./${found}`;
}

type Member = (value: Json) => Json;

/** The members of a scenario, or of a case, that are paths from the file. */
function withPaths(members: JsonObject, moved: (path: string) => string, plan: CasePlan, root: string): JsonObject {
  const path: Member = (value) => (typeof value === 'string' ? moved(value) : value);
  const inside =
    (names: readonly string[]): Member =>
    (value) =>
      isJsonObject(value) ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, names.includes(name) ? path(each) : each])) : value;
  // Commands run in the project's folder: another file may belong to another project.
  const runsIn = (value: Json, folder: string | undefined): Json => {
    const found = folder === undefined ? '' : relative(root, folder).replaceAll(sep, '/');
    return !isJsonObject(value) || found === '' ? value : { ...value, folder: found };
  };
  const changes: Readonly<Record<string, Member>> = {
    agent: (value) => runsIn(inside(['module'])(value), 'folder' in plan.agent ? plan.agent.folder : undefined),
    tools: path,
    prices: path,
    world: (value) => inside(['tools', 'tape'])(isJsonObject(value) ? without(value, ['restart']) : value),
    model: (value) => runsIn(inside(['module'])(value), plan.model?.kind === 'server' ? plan.model.folder : undefined),
    declares: inside(['rules']),
  };
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, changes[name]?.(value) ?? value]));
}
