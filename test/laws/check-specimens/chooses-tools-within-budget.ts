import type { JsonObject } from '../../../src/domain/json.ts';
import type { ToolContract } from '../../../src/domain/contract.ts';
import { called, ended, episode, gave, reports, said, started, usual, type Body, type Specimens } from '../../support/episodes.ts';

const contracts: readonly ToolContract[] = [
  { name: 'search', input: { type: 'object', required: ['query'], properties: { pages: { maximum: 10 } } }, usd: 0.01 },
  { name: 'deep_search', input: {}, usd: 0.05, equivalents: ['search'] },
];
const world = { contracts, world: {}, declared: { toolBudgetUsd: 0.1 } };
const calls = (call: number, tool: string, args: JsonObject = { query: 'x' }, outcome: 'ok' | 'temporary_error' = 'ok'): readonly Body[] => [
  called(call, tool, { ...args, call }),
  gave(call, tool, outcome),
];
const over = [said('done'), ended];
const plan = (...actions: readonly string[]): Body => reports({ type: 'plan', plan_id: 'p', steps: actions.map((action) => ({ action })) });

export const specimens: Specimens = {
  breaks: {
    'eleven searches': episode([started, ...Array.from({ length: 11 }, (_, call) => calls(call + 1, 'search')).flat(), ...over], world),
    'a plan that is too dear': episode([started, plan('deep_search', 'deep_search', 'search'), ...over], world),
    'the dear one where the cheap one fits': episode([started, ...calls(1, 'deep_search'), ...over], world),
    'also without a budget': episode([started, ...calls(1, 'deep_search'), ...over], { contracts, world: {} }),
  },
  holds: {
    'ten searches': episode([started, ...Array.from({ length: 10 }, (_, call) => calls(call + 1, 'search')).flat(), ...over], world),
    'the dear one where the cheap one does not take it': episode([started, ...calls(1, 'deep_search', { query: 'x', pages: 50 }), ...over], world),
    'the dear one after the cheap one failed': episode(
      [started, ...calls(1, 'search', { query: 'x' }, 'temporary_error'), ...calls(2, 'deep_search'), ...over],
      world,
    ),
  },
  silent: { 'no budget': episode(usual), 'nothing called': episode(usual, world) },
};
