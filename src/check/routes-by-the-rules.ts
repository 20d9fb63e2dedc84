import { decideByRules, findRuleProblems, type RuleDecision } from '../contract/index.ts';
import type { Episode } from '../domain/episode.ts';
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import type { RuleTable } from '../domain/world.ts';
import { asObject } from './answer-words.ts';
import { other, pass, type Check } from './check.ts';
import { taskObject } from './decisions.ts';
import { historyOf, type History } from './history.ts';
import { refuted } from './refuted.ts';
import { counted, listed, type Finding } from './sentence.ts';
import { within, type TaskWindow } from './task-windows.ts';

/** What people know and nobody wrote down, written down: then it can be seen whether the agent keeps to it. */
export const routesByTheRules: Check = {
  claim: 'routes-by-the-rules',
  from: 'S0.2',
  rule: "What the agent decides for a task, member by member of what rules say (route_to, additional_checks, …), is what the table of `declares.rules` says for it. It is taken from arguments of calls, else from reported decisions, else from the answer. Where rules contradict each other either will do, and the table's problems are told.",
  declaredAt: ['declares', 'rules'],
  check(episode) {
    const table = episode.declared.rules;
    if (table === undefined) return other('not-applicable', 'The case declares no rules.');
    const history = historyOf(episode);
    const members = new Set([...table.rules.flatMap(({ outcome }) => Object.keys(outcome)), ...Object.keys(table.otherwise ?? {})]);
    const judged = history.tasks.flatMap((window) => judgeTask(window, table, members, history));
    const findings = judged.flatMap((one) => one.findings);
    const problems = problemsOf(table);
    if (findings.length > 0) return withProblems(refuted(findings), problems);
    const compared = judged.filter(({ decided }) => decided);
    if (compared.length === 0) return withProblems(other('unobserved', whyUnobserved(episode, history, members)), problems);
    const rules = new Set(compared.flatMap(({ expected }) => expected.rules));
    return withProblems(
      pass(
        `${counted(compared.length, 'task')} decided as the rules say (${rules.size === 0 ? 'none of them holds' : listed([...rules])}).`,
        compared.flatMap(({ seqs }) => seqs),
      ),
      problems,
    );
  },
};

function withProblems<T extends { readonly text: string }>(judgement: T, problems: string): T {
  return { ...judgement, text: `${judgement.text}${problems}` };
}

/** Faults of the table are the scenario's, not the agent's: they are told, and decide nothing. */
function problemsOf(table: RuleTable): string {
  const problems = findRuleProblems(table);
  return problems.length === 0
    ? ''
    : ` The rules have ${counted(problems.length, 'problem')}: ${listed(
        problems.map(({ text }) => text),
        ' ',
      )}`;
}

function whyUnobserved(episode: Episode, { tasks }: History, members: ReadonlySet<string>): string {
  if (tasks.every(({ tasks: own }) => own.every((task) => taskObject(task) === undefined)))
    return 'No task is a JSON object, so that its fields are not known: give tasks as objects.';
  return `No decision of the agent was seen${episode.world === undefined ? '' : ' in the world'}: give the answer as JSON with ${listed([...members])}, report {"type":"decision","decision":...}, or call a tool with such arguments.`;
}

interface JudgedTask {
  readonly findings: readonly Finding[];
  readonly decided: boolean;
  readonly expected: RuleDecision;
  readonly seqs: readonly number[];
}

function judgeTask(window: TaskWindow, table: RuleTable, members: ReadonlySet<string>, history: History): readonly JudgedTask[] {
  const task = window.tasks.length === 1 ? taskObject(window.tasks[0]) : undefined;
  if (task === undefined) return [];
  const expected = decideByRules(table, task);
  const said = saidIn(window, members, history);
  const decided = said.size > 0;
  if (!decided) return [{ findings: [], decided, expected, seqs: [] }];
  const seqs = [...new Set([...said.values()].map(({ seq }) => seq))];
  const because = expected.rules.length === 0 ? 'as no rule holds' : `by ${listed(expected.rules, ' and ')}`;
  const findings = [...members].flatMap((member): readonly Finding[] => {
    const allowed =
      expected.conflicts.find((conflict) => conflict.member === member)?.values.map(({ value }) => value) ??
      (expected.outcome[member] === undefined ? [] : [expected.outcome[member]]);
    const given = said.get(member);
    if (
      allowed.length === 0
        ? given === undefined || isNothing(given.value)
        : given !== undefined && allowed.some((value) => isSame(value, given.value))
    )
      return [];
    const got = given === undefined ? `says no ${member}` : `says ${member} ${canonicalJson(given.value)} (event ${given.seq})`;
    const wanted = allowed.length === 0 ? 'expected none' : `expected ${allowed.map((value) => canonicalJson(value)).join(' or ')}`;
    return [{ text: `for ${canonicalJson(task)} the agent ${got}, ${wanted} ${because}`, seqs: given === undefined ? seqs : [given.seq] }];
  });
  return [{ findings, decided, expected, seqs }];
}

interface Said {
  readonly value: Json;
  readonly seq: number;
}

/** What the agent said for members of an outcome; the strongest evidence that has one wins. */
function saidIn(window: TaskWindow, members: ReadonlySet<string>, history: History): ReadonlyMap<string, Said> {
  const sources: readonly (readonly [number, JsonObject | undefined])[] = [
    ...window.answers.map(({ seq, value }) => [seq, decisionIn(value)] as const),
    ...within(history.reports('decision'), window).map(
      ({ seq, report }) => [seq, { ...decisionIn(report.decision), ...(report as unknown as JsonObject) }] as const,
    ),
    ...within(history.calls, window).map(({ seq, arguments: args }) => [seq, isJsonObject(args) ? args : undefined] as const),
  ];
  const said = new Map<string, Said>();
  for (const [seq, object] of sources)
    for (const member of members) if (object?.[member] !== undefined) said.set(member, { value: object[member], seq });
  return said;
}

/** The members of an answer, also of one that wraps them in `decision`. */
function decisionIn(value: Json): JsonObject | undefined {
  const object = asObject(value);
  return isJsonObject(object?.['decision']) ? { ...object, ...object['decision'] } : object;
}

function isSame(expected: Json, given: Json): boolean {
  if (Array.isArray(expected) && Array.isArray(given)) return setOf(expected) === setOf(given);
  if (typeof expected === 'number' || typeof given === 'number') return Number(expected) === Number(given) && given !== '';
  return canonicalJson(expected) === canonicalJson(given);
}

/** Lists are compared whatever their order. */
function setOf(list: readonly Json[]): string {
  return [...new Set(list.map((entry) => canonicalJson(entry)))].toSorted().join();
}

function isNothing(value: Json): boolean {
  return value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0);
}
