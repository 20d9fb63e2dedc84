import type { BaselineFigure } from '../../domain/readiness-figures.ts';
import type { ReadinessPolicy } from '../../domain/readiness-policy.ts';
import type { Gate, GateNeed } from '../../domain/readiness.ts';
import { anytimeLower, anytimeUpper, decisionsUntilAbove, isAbove } from '../statistics/anytime-bounds.ts';
import { exactMcNemar } from '../statistics/mcnemar.ts';
import type { Evidence } from './evidence.ts';
import { bound, counted, rate, whole } from './words.ts';

export interface BaselineFindings {
  readonly gates: readonly Gate[];
  readonly figures: readonly BaselineFigure[];
}

interface Rival {
  readonly name: string;
  readonly kind: BaselineFigure['kind'];
  readonly n: number;
  readonly agentRight: number;
  readonly rivalRight: number;
  readonly onlyAgent: number;
  readonly onlyRival: number;
}

/**
 * An agent must beat what costs nothing. Of the cases that only one of the two got right, its share must be above ½ at every look; exact McNemar, which
 * holds for one look, stands beside it. The previous version must not be shown to be better.
 */
export function judgeBaselines(evidence: Evidence, policy: ReadinessPolicy): BaselineFindings {
  const { previous } = policy.baselines;
  const names = policy.baselines.names ?? evidence.others.map(({ name }) => name).filter((name) => name !== previous);
  const rivals = [
    hardestConstant(evidence, policy.alpha),
    ...names.map((name) => rivalOf(evidence, name, 'baseline')),
    ...(previous === undefined ? [] : [rivalOf(evidence, previous, 'previous version')]),
  ];
  const figures = rivals.map((rival) => figureOf(rival, policy.alpha));
  return { figures, gates: figures.map((figure) => gateOf(figure, policy.alpha, evidence.rows)) };
}

/** The constant that is hardest to beat. All must be beaten, so which one is the majority may be seen afterwards. */
function hardestConstant({ rows, reference, right, labels }: Evidence, alpha: number): Rival {
  const of = new Float64Array(labels.texts.length);
  const rightOf = new Float64Array(labels.texts.length);
  let correct = 0;
  for (let row = 0; row < rows; row++) {
    const id = reference[row]!;
    of[id] = of[id]! + 1;
    rightOf[id] = rightOf[id]! + right[row]!;
    correct += right[row]!;
  }
  const rivals = labels.texts.slice(1).map((label, index): Rival => ({
    name: `always "${label}"`,
    kind: 'majority class',
    n: rows,
    agentRight: correct,
    rivalRight: of[index + 1]!,
    onlyAgent: correct - rightOf[index + 1]!,
    onlyRival: of[index + 1]! - rightOf[index + 1]!,
  }));
  const share = (rival: Rival): number => anytimeLower(rival.onlyAgent, rival.onlyAgent + rival.onlyRival, alpha);
  const likely = rivals.toSorted((a, b) => b.rivalRight - a.rivalRight);
  // Only the commonest labels can be hard to beat; thousands of rare ones need not be tried.
  const hardest = likely.slice(0, 20).toSorted((a, b) => share(a) - share(b) || b.rivalRight - a.rivalRight)[0];
  return hardest ?? { name: 'always the same', kind: 'majority class', n: 0, agentRight: 0, rivalRight: 0, onlyAgent: 0, onlyRival: 0 };
}

function rivalOf({ others, right }: Evidence, name: string, kind: BaselineFigure['kind']): Rival {
  const marks = others.find((other) => other.name === name)?.marks ?? new Uint8Array();
  const rival = { name, kind, n: 0, agentRight: 0, rivalRight: 0, onlyAgent: 0, onlyRival: 0 };
  for (let row = 0; row < marks.length; row++) {
    if (marks[row] === 0) continue;
    const other = marks[row] === 2 ? 1 : 0;
    rival.n++;
    rival.agentRight += right[row]!;
    rival.rivalRight += other;
    if (right[row]! > other) rival.onlyAgent++;
    else if (other > right[row]!) rival.onlyRival++;
  }
  return rival;
}

function figureOf({ name, kind, n, agentRight, rivalRight, onlyAgent, onlyRival }: Rival, alpha: number): BaselineFigure {
  const different = onlyAgent + onlyRival;
  return {
    name,
    kind,
    n,
    accuracy: n === 0 ? 0 : rivalRight / n,
    agentAccuracy: n === 0 ? 0 : agentRight / n,
    onlyAgent,
    onlyBaseline: onlyRival,
    mcnemarP: exactMcNemar(onlyAgent, onlyRival),
    shareLower: anytimeLower(onlyAgent, different, alpha),
    shareUpper: different === 0 ? 1 : anytimeUpper(onlyAgent, different, alpha),
  };
}

function gateOf(figure: BaselineFigure, alpha: number, rows: number): Gate {
  const { name, kind, n, onlyAgent, onlyBaseline } = figure;
  const different = onlyAgent + onlyBaseline;
  const versus = `agent ${rate(figure.agentAccuracy)}, ${name} ${rate(figure.accuracy)}, on ${counted(n, 'case')} · only one is right in ${whole(different)}`;
  const common = {
    name: kind === 'majority class' ? 'baseline:majority class' : `${kind === 'baseline' ? 'baseline' : 'previous'}:${name}`,
    threshold: 0.5,
    validity: 'any look',
  } as const;
  if (n === 0) {
    // A rival that the policy names and the ledger does not have is missing; without any case the constant does not apply.
    return { ...common, outcome: kind === 'majority class' ? 'not-applicable' : 'missing', text: `${name} decided no judged case`, value: null };
  }
  if (kind === 'previous version') {
    const worse = figure.shareUpper < 0.5;
    return {
      ...common,
      outcome: worse ? 'fails' : 'holds',
      text: `${versus}: ${worse ? 'shown to be worse' : 'not shown to be worse'}`,
      value: figure.shareUpper,
    };
  }
  const holds = different > 0 && isAbove(onlyAgent, different, 0.5, alpha);
  const needs = holds ? undefined : needOf(onlyAgent, different, alpha, rows);
  const text = `${versus}, the agent in a share above ${bound(figure.shareLower)} of them whatever day you look (needs 0.5)`;
  return { ...common, outcome: holds ? 'holds' : 'fails', text, value: figure.shareLower, ...(needs === undefined ? {} : { needs }) };
}

function needOf(onlyAgent: number, different: number, alpha: number, rows: number): GateNeed {
  const inAll = different === 0 ? undefined : decisionsUntilAbove(onlyAgent / different, 0.5, alpha);
  if (inAll === undefined) return {};
  const cases = Math.max(1, inAll - different);
  return { cases, decisions: Math.ceil((cases * rows) / different) };
}
