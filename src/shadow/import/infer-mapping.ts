import { stringify } from 'yaml';
import type { DecisionMapping, MappedAgent, MappedPerson } from '../../domain/decision-mapping.ts';
import { isRow, type RowSource } from './source-row.ts';

const rowsLookedAt = 1_000;
const segmentValuesMax = 20;

/** A guess, for a person to look at, with what it could not know. */
export interface InferredMapping {
  readonly mapping: DecisionMapping;
  /** What is missing or doubtful, one sentence each. */
  readonly doubts: readonly string[];
}

/** A column by its name in small letters, with what occurs in it. */
interface Column {
  readonly name: string;
  readonly key: string;
  readonly values: ReadonlySet<string>;
  /** Rows in which it is not empty. */
  readonly filled: number;
}

/** Guesses from the names of columns, and from what stands in the first rows. */
export async function inferMapping(rows: RowSource): Promise<InferredMapping> {
  const columns = await lookAt(rows);
  const used = new Set<string>();
  const take = (pattern: RegExp, candidates: readonly Column[] = columns): Column | undefined => {
    const found = candidates.find(({ key, name }) => !used.has(name) && pattern.test(key));
    if (found !== undefined) used.add(found.name);
    return found;
  };
  const takeAll = (pattern: RegExp): readonly Column[] => {
    const found: Column[] = [];
    for (let column = take(pattern); column !== undefined; column = take(pattern)) found.push(column);
    return found;
  };

  const id = take(/^(case|ticket|task|order|request|item|record)[ _-]?(id|key|number|no)?$/) ?? take(/^(id|key|uuid)$/) ?? take(/[ _-](id|key)$/);
  const agentDetails = {
    confidence: take(/confidence|probability|certainty/),
    risk: take(/risk/),
    costUsd: take(/^(agent[ _-])?cost([ _-]?usd)?$/),
    trace: take(/trace/),
    fingerprint: take(/fingerprint|(agent|model|prompt)[ _-]?(version|hash)/),
    decidedAt: take(/^(agent|model|ai)[ _-].*(at|date|time|timestamp)$/),
  };
  const personTime = take(
    /^(human|person|reviewer|operator|people)[ _-].*(at|date|time|timestamp)$|^(reviewed|adjudicated|approved)[ _-](at|on|date|time)$/,
  );
  const commonTime = take(/^(decided|created|closed|resolved)?[ _-]?(at|date|day|time|timestamp|datetime)$/);
  const who = take(/^(person|reviewer|operator|annotator|employee|user|who|decided[ _-]by)([ _-](id|name))?$/);
  const blind = take(/blind/);
  const couldBeCritical = take(/critical/);
  const amount = take(/amount|value[ _-]at[ _-]risk|sum|money/);
  const truth = take(/truth|gold|adjudicat|[ _-]final$|^final|^correct/);
  const people = takeAll(/^(human|person|people|reviewer|annotator|operator|expert|manual|rater)([ _-]|\d|$)/);
  const agents = takeAll(/^(agent|model|ai|bot|llm|predict(ed|ion)?|baseline)([ _-]|\d|$)/);
  // What costs nothing is something to beat, beside an agent.
  const cheap = agents.length === 0 ? [] : takeAll(/(^|[ _-])(rules?|heuristics?|string[ _-]match)([ _-]|$)/);
  const segments = columns.filter(
    ({ name, key, values, filled }) =>
      !used.has(name) &&
      values.size >= 2 &&
      values.size <= segmentValuesMax &&
      (/segment|type|category|region|channel|kind|group/.test(key) || (isWordy(values) && filled >= 2 * values.size)),
  );
  for (const { name } of segments) used.add(name);
  const fields = columns.filter(({ name, values }) => !used.has(name) && values.size > 0).map(({ name }) => name);

  const mappedAgents = [...agents, ...cheap].map(({ name, key }, index): readonly [string, MappedAgent] => [
    index === 0 ? 'agent' : key.replace(/^(agent|model|ai|baseline)[ _-](?!$)|[ _-]decision$/g, ''),
    { decision: name, ...(index === 0 ? namesOf(agentDetails, commonTime) : namesOf({ decidedAt: undefined }, commonTime)) },
  ]);
  const mappedPeople = people.map(({ name }): MappedPerson => ({
    person: who?.name ?? { value: name },
    decision: name,
    ...namesOf({ decidedAt: personTime, blind }, commonTime),
  }));
  return {
    mapping: {
      mapping: 1,
      case: {
        id: id?.name ?? columns[0]?.name ?? '',
        ...namesOf({ amount, couldBeCritical }, undefined),
        ...(segments.length === 0 ? {} : { segments: Object.fromEntries(segments.map(({ name }) => [name, name])) }),
        ...(fields.length === 0 ? {} : { fields }),
      },
      ...(mappedAgents.length === 0 ? {} : { agents: Object.fromEntries(mappedAgents) }),
      ...(mappedPeople.length === 0 ? {} : { people: mappedPeople }),
      ...(truth === undefined ? {} : { truth: { decision: truth.name } }),
    },
    doubts: [
      ...(id === undefined ? [`No column is named like a case id; ${JSON.stringify(columns[0]?.name ?? '')} is taken.`] : []),
      ...(agents.length === 0 ? ['No column is named like the decision of an agent.'] : []),
      ...(mappedAgents.length > 1 ? [`${JSON.stringify(agents[0]!.name)} is taken as the agent under judgement, the others as baselines.`] : []),
      ...(people.length === 0 && truth === undefined ? ['No column is named like the decision of a person.'] : []),
      ...(commonTime === undefined && personTime === undefined
        ? [
            agentDetails.decidedAt === undefined
              ? 'No column is named like a date: without dates the verdict is INVALID.'
              : "No column is named like the date of a person's decision; cases are placed by the agent's.",
          ]
        : []),
      ...(agentDetails.fingerprint === undefined ? ["No column is named like the agent's fingerprint: without it the verdict is INVALID."] : []),
      ...(blind === undefined ? ['Nothing says whether people decided blind: without it the verdict is INVALID.'] : []),
      ...(couldBeCritical === undefined ? ['Nothing says in which cases a mistake could have been critical.'] : []),
      ...differentWords([...agents.slice(0, 1), ...people, ...(truth === undefined ? [] : [truth])]),
    ],
  };
}

/** The mapping as a file, for people to correct. */
export function writeMapping({ mapping, doubts }: InferredMapping): string {
  const head = ['# yaml-language-server: $schema=../node_modules/rehearsal/schema/shadow-mapping.json', ...doubts.map((doubt) => `# ${doubt}`)];
  return `${head.join('\n')}\n${stringify(mapping, { lineWidth: 120 })}`;
}

async function lookAt(rows: RowSource): Promise<readonly Column[]> {
  const values = rows.columns.map(() => new Set<string>());
  const filled = rows.columns.map(() => 0);
  for await (const batch of rows.batches) {
    for (const row of batch.filter(isRow).slice(0, rowsLookedAt))
      for (const [index, value] of row.values.entries()) {
        if (value === '') continue;
        values[index]!.add(value);
        filled[index]!++;
      }
    break;
  }
  return rows.columns.map((name, index) => ({ name, key: name.toLowerCase().replaceAll('.', '_'), values: values[index]!, filled: filled[index]! }));
}

/** Words, not numbers or dates. */
function isWordy(values: ReadonlySet<string>): boolean {
  return [...values].every((value) => /^\p{L}/u.test(value) && value.length <= 60);
}

function namesOf(columns: Readonly<Record<string, Column | undefined>>, time: Column | undefined): object {
  const named = Object.entries(columns).map(([member, column]) => [member, (column ?? (member === 'decidedAt' ? time : undefined))?.name] as const);
  return Object.fromEntries(named.filter(([, name]) => name !== undefined));
}

/** Where the agent and people speak differently a map of labels is needed. */
function differentWords(columns: readonly Column[]): readonly string[] {
  const [agent, ...people] = columns;
  if (agent === undefined || people.length === 0) return [];
  const known = new Set(people.flatMap(({ values }) => [...values]));
  const strange = [...agent.values].filter((word) => !known.has(word));
  if (strange.length === 0) return [];
  const named = strange.slice(0, 3).map((word) => JSON.stringify(word.slice(0, 40)));
  return [
    `The agent says ${strange.length === 1 ? 'a word' : `${strange.length} words`} that no person says (${named.join(', ')}${strange.length > 3 ? ', …' : ''}); \`labels\` would say what they mean.`,
  ];
}
