import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseSource, sourceDocument, type SourceDocument } from '../domain/document.ts';
import { matcherNamed } from '../cassette/matcher-named.ts';
import { RehearsalFailure, type SourcePlace } from '../domain/failure.ts';
import { compileSchema } from '../domain/json-schema.ts';
import { isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import { scenarioSchema } from '../domain/scenario-schema.ts';
import type { CasePlan } from '../domain/scenario.ts';
import { lazyValidator } from '../domain/validate.ts';
import { checkSchedule } from '../fault/schedule.ts';
import { faultKinds } from '../fault/index.ts';
import { checks, setChecks } from '../check/index.ts';
import { nearestWord } from '../domain/validate.ts';
import { checkChaos } from './check-chaos.ts';
import { checkConnectionFaults } from './check-connection-faults.ts';
import { loadContracts } from './load-contracts.ts';
import { planCase } from './plan-case.ts';
import { projectRoot } from './project-root.ts';
import { openScenarioCache, type ScenarioCache } from './scenario-cache.ts';

/** A scenario file that was read, with its cases. */
export interface LoadedScenario {
  readonly file: string;
  readonly document: SourceDocument;
  readonly cases: readonly CasePlan[];
}

const validate = lazyValidator(scenarioSchema);
const hint = 'A scenario file is described in docs/SCENARIOS.md.';

// What lies beside scenarios without being one.
const otherFolders = new Set(['node_modules', 'contracts', 'rules', 'cassettes', 'dist', 'reports']);

/**
 * Reads scenario files. A folder stands for every YAML file in it, at any depth.
 *
 * @throws RehearsalFailure SCENARIO_NOT_FOUND, SCENARIO_INVALID, UNKNOWN_FAULT, FAULTS_EXCLUDE_EACH_OTHER, UNKNOWN_CHECK, UNKNOWN_MATCHER, with file:line:column.
 */
export function loadScenarios(paths: readonly string[]): readonly LoadedScenario[] {
  const files = [...new Set(paths.flatMap(filesAt))];
  if (files.length === 0) {
    throw new RehearsalFailure('SCENARIO_NOT_FOUND', `No scenario file in ${paths.join(', ')}.`, {
      hint: 'Scenarios are YAML files; `rehearsal init --from CASSETTE` writes the first one.',
    });
  }
  const cache = openScenarioCache();
  const roots = new Map<string, string>();
  const loaded = files.map((file) => loadScenario(file, cache, roots));
  cache.save();
  rejectTwins(loaded);
  return loaded;
}

function filesAt(path: string): readonly string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new RehearsalFailure('SCENARIO_NOT_FOUND', `There is no ${path}.`, {
      place: { file: path },
      hint: 'Name a scenario file, or a folder of them.',
    });
  }
  if (!stat.isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.isDirectory()) return otherFolders.has(entry.name) || entry.name.startsWith('.') ? [] : filesAt(join(path, entry.name));
      return /\.ya?ml$/.test(entry.name) ? [join(path, entry.name)] : [];
    });
}

function loadScenario(path: string, cache: ScenarioCache, roots: Map<string, string>): LoadedScenario {
  const file = relative('.', path) || path;
  const document = recall(file, cache) ?? readScenario(file, cache);
  const scenario = document.value as JsonObject;
  const folder = dirname(resolve(path));
  const root = roots.get(folder) ?? projectRoot(folder);
  roots.set(folder, root);
  const tools = scenario['tools'];
  const contracts = typeof tools === 'string' ? loadContracts(join(dirname(file), tools), () => document.placeOf(['tools'])) : [];
  const cases = (scenario['cases'] as readonly JsonObject[]).map((_, index) =>
    planCase({ file, root, scenario, index, contracts, placeOf: document.placeOf }),
  );
  for (const plan of cases) {
    checkNames(plan, document);
    checkExpectations(plan, document);
  }
  return { file, document, cases };
}

function recall(file: string, cache: ScenarioCache): SourceDocument | undefined {
  const known = cache.recall(file);
  if (known === undefined) return undefined;
  const document = sourceDocument(file, known.value, () => readFileSync(file, 'utf8'));
  return {
    ...document,
    placeOf(path) {
      const place = path.length === 2 && path[0] === 'cases' ? known.places[Number(path[1])] : undefined;
      return place === undefined ? document.placeOf(path) : { file, line: place[0], column: place[1] };
    },
  };
}

/** Contracts and rules in a folder of scenarios, under a name that is not passed over. */
function rejectNeighbour({ value, placeOf }: SourceDocument, file: string): void {
  if (!isJsonObject(value) || 'scenario' in value || 'cases' in value) return;
  const [what, name] = 'tool' in value ? ['a tool contract', 'contracts'] : 'routing_rules' in value ? ['a file of rules', 'rules'] : [];
  if (what === undefined) return;
  throw new RehearsalFailure('SCENARIO_INVALID', `${file} is ${what}, and no scenario.`, {
    place: placeOf([]),
    hint: `In a folder that is run, keep ${name} in a folder of the name \`${name}\`: those are passed over. Or name the scenario files themselves.`,
  });
}

function readScenario(file: string, cache: ScenarioCache): SourceDocument {
  const text = readFileSync(file, 'utf8');
  if (text.trim() === '') throw new RehearsalFailure('SCENARIO_INVALID', `${file} is empty.`, { place: { file, line: 1 }, hint });
  const document = parseSource(text, file, 'SCENARIO_INVALID', hint);
  rejectNeighbour(document, file);
  validate(document, 'SCENARIO_INVALID');
  cache.remember(file, document.value, (index) => document.placeOf(['cases', index]));
  return document;
}

/** A schema or a pattern that cannot be used must not wait for an answer to say so. */
function checkExpectations(plan: CasePlan, document: SourceDocument): void {
  for (const { schema, matches } of plan.expect.answers) {
    try {
      if (schema !== undefined) compileSchema(schema);
      if (matches !== undefined) RegExp(matches, 'u');
    } catch (error) {
      throw new RehearsalFailure(
        'SCENARIO_INVALID',
        `The expected answer of ${JSON.stringify(plan.name)} cannot be checked: ${(error as Error).message}`,
        {
          place: document.placeOf(['cases', plan.index, 'expect', 'answer']),
          hint: '`schema` is a JSON Schema (2020-12), `matches` a JavaScript regular expression without slashes.',
          cause: error,
        },
      );
    }
  }
}

function checkNames(plan: CasePlan, document: SourceDocument): void {
  matcherNamed(plan.matching.matcher, () => placeOfMatcher(plan, document));
  checkSchedule(plan.faults, faultKinds, (path) => placeOfFault(plan, document, path));
  checkConnectionFaults(plan, (index) => placeOfFault(plan, document, [index]));
  checkChaos(plan, document);
  const claims = [...checks, ...setChecks].map(({ claim }) => claim);
  for (const claim of [...plan.checks, ...(plan.expectFailure ?? []), ...Object.keys(plan.settings)]) {
    if (claims.includes(claim)) continue;
    const near = nearestWord(claim, claims);
    throw new RehearsalFailure('UNKNOWN_CHECK', `There is no claim named ${JSON.stringify(claim)}.`, {
      place: document.placeOf(['cases', plan.index, plan.checks.includes(claim) ? 'checks' : claim in plan.settings ? 'settings' : 'expectFailure']),
      hint: `${near === undefined ? '' : `Did you mean \`${near}\`? `}Claims: ${claims.join(', ')}.`,
    });
  }
}

function placeOfFault({ index }: CasePlan, document: SourceDocument, path: readonly (string | number)[]): SourcePlace {
  const own = (document.value as { cases: readonly { faults?: Json }[] }).cases[index]?.faults !== undefined;
  return document.placeOf(own ? ['cases', index, 'faults', ...path] : ['faults', ...path]);
}

/** What a case says for itself comes before what it says for all. */
function placeOfMatcher({ index }: CasePlan, document: SourceDocument): SourcePlace {
  const own = (document.value as { cases: readonly { match?: { matcher?: string } }[] }).cases[index]?.match?.matcher !== undefined;
  return document.placeOf(own ? ['cases', index, 'match', 'matcher'] : ['match', 'matcher']);
}

/** Two cases with one name, or two that record to one cassette, could not be told apart. */
function rejectTwins(loaded: readonly LoadedScenario[]): void {
  for (const { document, cases } of loaded) {
    const names = new Map<string, Json>();
    for (const plan of cases) {
      if (names.has(plan.name)) {
        throw new RehearsalFailure('SCENARIO_INVALID', `Two cases are named ${JSON.stringify(plan.name)}.`, {
          place: document.placeOf(['cases', plan.index, 'name']),
          hint: 'Give each case of a file a name of its own.',
        });
      }
      names.set(plan.name, plan.index);
    }
  }
}
