import type { ToolContract } from '../../../src/domain/contract.ts';
import { called, ended, episode, gave, said, started, usual, type Body, type Specimens } from '../../support/episodes.ts';

const contracts: readonly ToolContract[] = [
  { name: 'report', input: {}, version: 'v1', lifecycle: 'removed' },
  { name: 'report', input: {}, version: 'v2', lifecycle: 'deprecated' },
  { name: 'report', input: {}, version: 'v3' },
];
const world = { contracts, world: {} };
const calls = (version?: string): readonly Body[] => [
  started,
  called(1, 'report', {}, version === undefined ? {} : { version }),
  gave(1, 'report'),
  said('done'),
  ended,
];

export const specimens: Specimens = {
  breaks: { 'a removed version': episode(calls('v1'), world), 'a version that nobody knows': episode(calls('v9'), world) },
  holds: {
    'the newest, by its bare name': episode(calls(), world),
    'the newest, by its version': episode(calls('v3'), world),
    'a deprecated one, which is listed': episode(calls('v2'), world),
  },
  silent: { 'no versions': episode(usual), 'not called': episode(usual, world) },
};
