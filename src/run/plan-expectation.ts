import type { Json, JsonObject } from '../domain/json.ts';
import type { AnswerExpectation, Expectation, ToolExpectation, TrajectoryExpectation } from '../domain/scenario.ts';

/** What a case expects, from its short spellings. */
export function planExpectation(expect: JsonObject): Expectation {
  const answers = expect['answers'] ?? (expect['answer'] === undefined ? [] : [expect['answer']]);
  return {
    answers: (answers as readonly Json[]).map(planAnswer),
    never: (expect['never'] as readonly string[] | undefined) ?? [],
    ...(expect['tools'] === undefined ? {} : { tools: planTrajectory(expect['tools']) }),
    ...(expect['asked'] === undefined ? {} : { asked: planTrajectory(expect['asked']) }),
    ...(expect['exitCode'] === undefined ? {} : { exitCode: expect['exitCode'] as number }),
  };
}

function planAnswer(answer: Json): AnswerExpectation {
  if (typeof answer === 'string') return { equals: answer };
  const { contains, lacks, ...rest } = answer as JsonObject;
  const list = (value: Json | undefined): readonly string[] => (typeof value === 'string' ? [value] : (value as readonly string[]));
  return { ...rest, ...(contains === undefined ? {} : { contains: list(contains) }), ...(lacks === undefined ? {} : { lacks: list(lacks) }) };
}

function planTrajectory(value: Json): TrajectoryExpectation {
  const tools = (list: Json): readonly ToolExpectation[] =>
    (list as readonly Json[]).map((tool) => (typeof tool === 'string' ? { name: tool } : (tool as unknown as ToolExpectation)));
  if (Array.isArray(value)) return { exactly: tools(value as Json) };
  return Object.fromEntries(Object.entries(value as JsonObject).map(([form, list]) => [form, form === 'only' ? list : tools(list)]));
}
