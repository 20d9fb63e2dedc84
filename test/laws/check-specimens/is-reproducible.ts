import type { ReportOf } from '../../../src/domain/agent-report.ts';
import { answered, asked, ended, episode, reports, said, started, usual, used, type Body, type SetSpecimens } from '../../support/episodes.ts';

const run = (members: Partial<ReportOf<'run'>> = {}): Body =>
  reports({ type: 'run', seed: 1, model: 'gpt-4o-2024-08-06', temperature: 0, ...members });
const work = [asked(1), answered(1), used(1, 'refund')];
const seeded = (seed: number, ...bodies: readonly Body[]): ReturnType<typeof episode> =>
  episode([{ ...started, seed } as Body, run({ seed }), ...bodies, ended]);

export const specimens: SetSpecimens = {
  breaks: {
    'no seed': [episode([started, run({ seed: undefined as never }), ...work, said('x'), ended])],
    'no temperature': [episode([started, run({ temperature: undefined as never }), ...work, said('x'), ended])],
    'another model': [episode([started, run({ model: 'claude-sonnet-4' }), ...work, said('x'), ended])],
    'one seed, another answer': [seeded(1, ...work, said('x')), seeded(1, ...work, said('y'))],
    'one seed, another call more': [seeded(1, ...work, said('x')), seeded(1, ...work, used(2, 'ship'), said('x'))],
    'recorded once of two': [seeded(1, ...work, said('x')), episode([{ ...started, seed: 2 } as Body, ...work, said('x'), ended])],
  },
  holds: {
    recorded: [episode([started, run(), ...work, said('x'), ended])],
    'the same again': [seeded(1, ...work, said('x')), seeded(1, ...work, said('x'))],
    'another seed, another answer': [seeded(1, ...work, said('x')), seeded(2, ...work, said('y'))],
  },
  silent: { 'nothing recorded': [episode(usual)] },
};
