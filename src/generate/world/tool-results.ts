import type { Arbitrary } from 'fast-check';
import { outcomeBreaches } from '../../contract/index.ts';
import { canonicalJson, isJsonObject, type Json } from '../../domain/json.ts';
import type { Draw } from '../draw.ts';
import { DrawnArbitrary } from '../drawn-arbitrary.ts';
import { leavesThatDiffer, nearerTo } from '../nearer-to.ts';
import { pickWeighted } from '../pick-weighted.ts';
import { isSimpler } from '../schema/simplicity.ts';
import type { ToolContext, ToolResult } from './tool-result.ts';
import { resultKinds } from './results/index.ts';
import { toolSituationOf, type ToolSituation } from './tool-situation.ts';

export interface ToolOptions {
  /** Weights of kinds, in place of their own; 0 leaves one out. */
  readonly weights?: Readonly<Record<string, number>>;
}

/**
 * What a tool may answer to this call: what its contract allows, what it forbids, what is old, contradicts, or speaks with a stranger's voice.
 * Shrunk towards what is usual, then towards the simplest success.
 */
export function toolResults(context: ToolContext, options: ToolOptions = {}): Arbitrary<ToolResult> {
  const situation = toolSituationOf(context);
  return new DrawnArbitrary({
    draw: (draw) => drawResult(situation, draw, options),
    fits: (value): value is ToolResult => isJsonObject(value) && typeof value['kind'] === 'string' && value['result'] !== undefined,
    simpler: (result) => simplerResults(result, situation),
  });
}

/** The same without fast-check. */
export function drawToolResult(context: ToolContext, draw: Draw, options: ToolOptions = {}): ToolResult {
  return drawResult(toolSituationOf(context), draw, options);
}

/** What is simplest to answer: the usual, or the simplest success. */
export function simplestToolResult(context: ToolContext): ToolResult {
  return simplestResult(toolSituationOf(context));
}

/** Simpler results than this one, in that context. */
export function simplerToolResults(result: ToolResult, context: ToolContext): Iterable<ToolResult> {
  return simplerResults(result, toolSituationOf(context));
}

function drawResult(situation: ToolSituation, draw: Draw, { weights = {} }: ToolOptions): ToolResult {
  for (let tries = 0; tries < 30; tries++) {
    const kind = pickWeighted(resultKinds, weights, draw);
    const result = kind?.answers(situation, draw);
    if (result !== undefined) return { kind: kind!.kind, result };
  }
  return simplestResult(situation);
}

function simplestResult({ usual, values }: ToolSituation): ToolResult {
  return usual === undefined ? { kind: 'valid', result: values?.simplest ?? { status: 'success' } } : { kind: 'usual', result: usual };
}

function* simplerResults({ kind, result }: ToolResult, situation: ToolSituation): Generator<ToolResult> {
  const { usual, values } = situation;
  const candidates = function* (): Generator<ToolResult> {
    yield simplestResult(situation);
    if (values !== undefined) yield { kind: 'valid', result: values.simplest };
    if (usual !== undefined) for (const nearer of nearerTo(result, usual)) yield { kind, result: nearer };
    if (values?.accepts(result) === true) for (const simpler of values.simpler(result)) yield { kind, result: simpler };
    else if (values?.invalid !== undefined && values.breach(result) !== undefined)
      for (const one of values.invalid.shrink({ value: result, breach: values.breach(result)! }, undefined)) yield { kind, result: one.value.value };
  };
  for (const one of candidates()) if (isSimplerResult(one.result, result, situation)) yield one;
}

/** The usual is the simplest; what the contract allows is simpler than what it forbids; then nearer to the usual, then smaller. */
function isSimplerResult(one: Json, other: Json, situation: ToolSituation): boolean {
  const [costs, others] = [costsOf(one, situation), costsOf(other, situation)];
  for (let index = 0; index < costs.length; index++) if (costs[index] !== others[index]) return costs[index]! < others[index]!;
  return isSimpler(one, other);
}

function costsOf(result: Json, { usual, contract }: ToolSituation): readonly number[] {
  if (usual !== undefined && canonicalJson(usual) === canonicalJson(result)) return [0, 0];
  return [1 + outcomeBreaches(contract, result).length, usual === undefined ? 0 : leavesThatDiffer(result, usual)];
}
