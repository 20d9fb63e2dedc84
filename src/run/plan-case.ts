import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { Bounds } from '../domain/campaign.ts';
import { exactMatching, type Matching } from '../domain/cassette.ts';
import { secondsOf } from '../domain/duration.ts';
import { RehearsalFailure, type SourcePlace } from '../domain/failure.ts';
import type { ToolContract } from '../domain/contract.ts';
import type { FaultMatch, FaultSchedule, Occurrence, PlannedFault } from '../domain/fault.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import { defaultLimits, type AgentPlan, type CasePlan, type ImageAgent, type Limits, type ModelPlan } from '../domain/scenario.ts';
import { faultKinds, siteOfFault, type TriedAgent } from '../fault/index.ts';
import { slug, stem } from './file-names.ts';
import { planDeclarations } from './plan-declarations.ts';
import { planExpectation } from './plan-expectation.ts';
import { triedAgentOf } from './tried-agent.ts';
import { planWorld } from './plan-world.ts';

/** A validated scenario file and the position of one of its cases. */
export interface CaseSource {
  readonly file: string;
  readonly contracts: readonly ToolContract[];
  /** Folder in which commands run. */
  readonly root: string;
  readonly scenario: JsonObject;
  readonly index: number;
  placeOf(path: readonly (string | number)[]): SourcePlace;
}

/** Joins what the file says for all cases with what the case says itself; the case wins. */
export function planCase(source: CaseSource): CasePlan {
  const { file, scenario, index } = source;
  const own = (scenario['cases'] as readonly JsonObject[])[index]!;
  const name = own['name'] as string;
  const member = (key: string): Json | undefined => own[key] ?? scenario[key];
  const agent = planAgent(source, member('agent') as JsonObject | undefined);
  const tasks = (own['tasks'] as readonly Json[] | undefined) ?? (own['task'] === undefined ? [] : [own['task']]);
  if (tasks.length === 0)
    throw invalid(source, 'name', `The case ${JSON.stringify(name)} has no task.`, 'Give it `task:`, or `tasks:` for several in one agent process.');
  if (tasks.length > 1 && agent.kind === 'image')
    throw invalid(source, 'tasks', 'An agent in a container gets one task, but this case has several.', 'Make a case of each.');
  if (tasks.length > 1 && agent.kind === 'command' && agent.input !== 'lines') {
    throw invalid(
      source,
      'tasks',
      'A command gets one task by argv or stdin, but this case has several.',
      'Set `agent.input: lines`: one JSON line per task on stdin, one answer a line on stdout.',
    );
  }
  const world = planWorld(file, scenario['world'], own['world']);
  const faults = ((member('faults') ?? []) as readonly JsonObject[]).map(planFault);
  const clock = planClock(source, agent);
  checkRestart(source, agent, world?.restart !== undefined, faults);
  checkAble(source, triedAgentOf({ agent, clock }), faults);
  if (world?.profile !== undefined && world.profiles !== undefined && !Object.hasOwn(world.profiles, world.profile)) {
    const hint = `Profiles: ${Object.keys(world.profiles).join(', ')}.`;
    throw invalid(source, 'name', `The world has no profile named ${JSON.stringify(world.profile)}.`, hint);
  }
  const redact = (scenario['redact'] ?? {}) as { patterns?: CasePlan['redaction']['patterns']; disable?: readonly string[] };
  return {
    id: `${file}#${name}`,
    file,
    scenario: scenario['scenario'] as string,
    name,
    index,
    agent,
    tasks,
    together: own['together'] === true,
    pauseSeconds: secondsOf((own['pause'] ?? 0) as string | number),
    cassette: cassettePath(source, own, name),
    expect: planExpectation({ ...(scenario['expect'] as JsonObject | undefined), ...(own['expect'] as JsonObject | undefined) }),
    limits: { ...defaultLimits, ...(scenario['limits'] as Partial<Limits> | undefined), ...(own['limits'] as Partial<Limits> | undefined) },
    checks: [
      ...new Set([...((scenario['checks'] as readonly string[] | undefined) ?? []), ...((own['checks'] as readonly string[] | undefined) ?? [])]),
    ],
    faults,
    onDivergence: (member('onDivergence') as CasePlan['onDivergence'] | undefined) ?? 'stop',
    model: planModel(source, scenario['model'] as JsonObject | undefined),
    answeredBy: planAnsweredBy(source, member('answeredBy')),
    upstreams: planUpstreams((scenario['upstreams'] ?? {}) as Readonly<Record<string, string>>),
    matching: { ...exactMatching, ...(scenario['match'] as Partial<Matching> | undefined), ...(own['match'] as Partial<Matching> | undefined) },
    redaction: { patterns: redact.patterns ?? [], disabled: redact.disable ?? [] },
    pace: (member('pace') as CasePlan['pace'] | undefined) ?? 'instant',
    unusedRecordings: (member('unusedRecordings') as CasePlan['unusedRecordings'] | undefined) ?? 'error',
    expectFailure: planSpecimen(own['expectFailure'] as { claim?: string; claims?: readonly string[] } | undefined),
    contracts: source.contracts,
    ...(world === undefined ? {} : { world }),
    declares: planDeclarations(file, scenario['declares'], own['declares'], () => source.placeOf(['declares'])),
    settings: joinSettings(scenario['settings'], own['settings']),
    clock,
    bounds: { ...(scenario['bounds'] as Bounds | undefined), ...(own['bounds'] as Bounds | undefined) },
    repeat: (member('repeat') as number | undefined) ?? 1,
    ...(scenario['chaos'] === undefined && own['chaos'] === undefined
      ? {}
      : { chaos: { ...(scenario['chaos'] as CasePlan['chaos']), ...(own['chaos'] as CasePlan['chaos']) } }),
    explore: {
      ...(scenario['explore'] as CasePlan['explore'] | undefined),
      ...(scenario['properties'] === undefined ? {} : { properties: scenario['properties'] as string }),
    },
    pricesFile: scenario['prices'] === undefined ? undefined : resolve(dirname(file), scenario['prices'] as string),
  };
}

/** What we did not start we cannot start again. */
function checkRestart(source: CaseSource, agent: AgentPlan, restarts: boolean, faults: FaultSchedule): void {
  if (agent.kind !== 'service' || agent.command !== undefined) return;
  const fault = faults.findIndex((each) => siteOfFault(each.fault) === 'process');
  if (!restarts && fault === -1) return;
  const own = (source.scenario['cases'] as readonly JsonObject[])[source.index]!;
  const path = restarts ? ['world', 'restart'] : ['faults', fault];
  const isOwn = restarts ? (own['world'] as JsonObject | undefined)?.['restart'] !== undefined : own['faults'] !== undefined;
  throw new RehearsalFailure('CONFIGURATION_INVALID', 'A service that runs by itself cannot be restarted.', {
    place: source.placeOf(isOwn ? ['cases', source.index, ...path] : path),
    hint: 'Name the command that starts it: `agent: { service: { command: … } }`.',
  });
}

/** A fault that could never strike such an agent proves nothing. */
function checkAble(source: CaseSource, agent: TriedAgent, faults: FaultSchedule): void {
  const own = (source.scenario['cases'] as readonly JsonObject[])[source.index]!['faults'] !== undefined;
  for (const [index, { fault }] of faults.entries()) {
    const why = faultKinds.find(({ name }) => name === fault)?.unable?.(agent);
    if (why === undefined) continue;
    throw new RehearsalFailure('CONFIGURATION_INVALID', `The fault ${fault} cannot strike this agent: ${why}.`, {
      place: source.placeOf([...(own ? ['cases', source.index] : []), 'faults', index]),
      hint: 'Take the fault out, or give the agent another form. docs/FAULTS.md says what each fault needs.',
    });
  }
}

/** Virtual time passes inside a worker of ours: a process of its own has the machine's time, and nothing must pretend otherwise. */
function planClock(source: CaseSource, agent: AgentPlan): CasePlan['clock'] {
  const own = source.scenario['cases'] as readonly JsonObject[];
  const at = own[source.index]!['clock'] === undefined ? ['clock'] : ['cases', source.index, 'clock'];
  const clock = (own[source.index]!['clock'] ?? source.scenario['clock'] ?? 'real') as CasePlan['clock'];
  if (clock === 'real' || agent.kind === 'function') return clock;
  throw new RehearsalFailure('CONFIGURATION_INVALID', `\`clock: virtual\` is for function agents; a ${agent.kind} lives on the machine's own time.`, {
    place: source.placeOf(at),
    hint: 'Export the agent as a function (`agent: { module: … }`), or leave the clock out and shorten its waits by its environment.',
  });
}

/** Settings of claims, those of the case over those of the file, member by member. */
function joinSettings(whole: Json | undefined, own: Json | undefined): CasePlan['settings'] {
  const [all, ours] = [whole ?? {}, own ?? {}] as readonly Readonly<Record<string, JsonObject>>[];
  return Object.fromEntries([...new Set([...Object.keys(all!), ...Object.keys(ours!)])].map((claim) => [claim, { ...all![claim], ...ours![claim] }]));
}

function invalid(source: CaseSource, member: string, message: string, hint: string): RehearsalFailure {
  return new RehearsalFailure('SCENARIO_INVALID', message, { place: source.placeOf(['cases', source.index, member]), hint });
}

/** The case's own cassette; else the file's, if it has one case; else one per case in the file's folder of cassettes. */
function cassettePath(source: CaseSource, own: JsonObject, name: string): string {
  const folder = dirname(source.file);
  if (typeof own['cassette'] === 'string') return below(folder, own['cassette']);
  const shared = source.scenario['cassette'];
  if (typeof shared === 'string') {
    if ((source.scenario['cases'] as readonly Json[]).length === 1) return below(folder, shared);
    throw new RehearsalFailure('SCENARIO_INVALID', 'One cassette cannot serve several cases: each would leave the recordings of the others unused.', {
      place: source.placeOf(['cassette']),
      hint: 'Name the cassette in each case, or a folder for all of them with `cassettes:`.',
    });
  }
  const cassettes = source.scenario['cassettes'];
  const base = typeof cassettes === 'string' ? below(folder, cassettes) : join(relative('.', source.root) || '.', 'cassettes', stem(source.file));
  return join(base, `${slug(name)}.yaml`);
}

/** A path that a file names, from that file's folder. */
function below(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}

function planAgent(source: CaseSource, agent: JsonObject | undefined): AgentPlan {
  if (agent === undefined)
    throw invalid(source, 'name', 'This case has no agent.', 'Say how it is started, for all cases at the top of the file: `agent: { command: … }`.');
  const given = ['command', 'module', 'service', 'image'].filter((form) => form in agent);
  // Of an image, the command is what it is to run.
  const forms = given.includes('image') ? given.filter((form) => form !== 'command') : given;
  if (forms.length !== 1) {
    throw new RehearsalFailure(
      'SCENARIO_INVALID',
      `An agent is one of command, module, service and image; this one has ${forms.length === 0 ? 'none' : forms.join(' and ')}.`,
      {
        place: source.placeOf('agent' in source.scenario ? ['agent'] : ['cases', source.index, 'agent']),
        hint: 'For example `agent: { command: python agent.py }`.',
      },
    );
  }
  const environment = Object.fromEntries(
    Object.entries((agent['env'] ?? {}) as JsonObject).map(([name, value]) => [name, String(value as string | number | boolean)]),
  );
  const common = { environment, intercept: agent['intercept'] === true, requires: (agent['requires'] as readonly string[] | undefined) ?? [] };
  const folder = resolve(source.root, text(agent['folder'], '.'));
  if (typeof agent['module'] === 'string') {
    return {
      ...common,
      kind: 'function',
      module: resolve(dirname(source.file), agent['module']),
      exportName: text(agent['export'], 'default'),
      isolate: agent['isolate'] === true,
    };
  }
  if (typeof agent['image'] === 'string') return { ...common, ...planImage(source, agent, agent['image']) };
  const service = agent['service'] as JsonObject | undefined;
  if (service === undefined) {
    return {
      ...common,
      kind: 'command',
      command: agent['command'] as string | readonly string[],
      folder,
      input: (agent['input'] as 'argv' | 'stdin' | 'lines' | undefined) ?? 'argv',
    };
  }
  return {
    ...common,
    kind: 'service',
    folder,
    ...(service['command'] === undefined ? {} : { command: service['command'] as string | readonly string[] }),
    url: text(service['url'], 'http://127.0.0.1:${port}'),
    ready: text(service['ready'], '/health'),
    path: text(service['path'], '/tasks'),
    answerField: text(service['answer'], 'answer'),
  };
}

/** A container gets one task, and knows nothing of this project's folders. */
function planImage(source: CaseSource, agent: JsonObject, image: string): Pick<ImageAgent, 'kind' | 'image' | 'command' | 'input'> {
  const foreign = ['folder', 'export', 'isolate', 'intercept'].find((member) => member in agent);
  const input = (agent['input'] as 'argv' | 'stdin' | 'lines' | undefined) ?? 'argv';
  if (foreign !== undefined || input === 'lines') {
    const what = foreign === undefined ? '`input: lines`' : `\`${foreign}\``;
    throw new RehearsalFailure('SCENARIO_INVALID', `An agent in a container has no ${what}.`, {
      place: source.placeOf('agent' in source.scenario ? ['agent'] : ['cases', source.index, 'agent']),
      hint: 'It has `image`, and if need be `command`, `input: argv` or `stdin`, and `env`. Its working directory is that of the image.',
    });
  }
  const command = agent['command'] as string | readonly string[] | undefined;
  return { kind: 'image', image, input, ...(command === undefined ? {} : { command }) };
}

function planModel(source: CaseSource, model: JsonObject | undefined): ModelPlan | undefined {
  if (model === undefined) return undefined;
  const { command, module } = model as { readonly command?: string | readonly string[]; readonly module?: string };
  if ((command === undefined) === (module === undefined)) {
    throw new RehearsalFailure('SCENARIO_INVALID', 'A scripted model is either a command or a module.', {
      place: source.placeOf(['model']),
      hint: '`model: { command: node model-server.js }`, or `model: { module: ./model.ts }`.',
    });
  }
  if (module !== undefined) {
    return { kind: 'module', module: resolve(dirname(source.file), module), label: text(model['label'], `scripted model (${module})`) };
  }
  const shown = typeof command === 'string' ? command : command!.join(' ');
  return {
    kind: 'server',
    command: command!,
    folder: resolve(source.root, text(model['folder'], '.')),
    label: text(model['label'], `scripted model server (${shown})`),
  };
}

/** @throws RehearsalFailure SCENARIO_INVALID where a script is to answer, and there is none. */
function planAnsweredBy(source: CaseSource, answeredBy: Json | undefined): CasePlan['answeredBy'] {
  if (answeredBy === 'script' && source.scenario['model'] === undefined) {
    throw invalid(
      source,
      'answeredBy',
      'This case is answered by a script, but the file names none.',
      'Name the scripted model with `model: { module: … }`.',
    );
  }
  return answeredBy === 'script' ? 'script' : 'cassette';
}

/** Names other than the providers' are plain HTTP servers. */
function planUpstreams(upstreams: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(upstreams).map(([name, url]) => [
      ['openai', 'anthropic', 'gemini'].includes(name) || name.startsWith('http/') ? name : `http/${name}`,
      url,
    ]),
  );
}

/** `{ fault, match, occurrence, …settings }` with the settings apart. */
export function planFault(entry: JsonObject): PlannedFault {
  const { fault, match, occurrence, ...settings } = entry;
  return { fault: fault as string, match: (match ?? {}) as FaultMatch, occurrence: (occurrence ?? 1) as Occurrence, settings };
}

/** One claim, or several: claims overlap. */
function planSpecimen(declared: { readonly claim?: string; readonly claims?: readonly string[] } | undefined): readonly string[] | undefined {
  return declared === undefined ? undefined : (declared.claims ?? [declared.claim!]);
}

/** A member that the schema makes a text, or what stands for it. */
function text(value: Json | undefined, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}
