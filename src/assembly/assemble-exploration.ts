import type { ExplorationReport, ExploredCase } from '../domain/exploration.ts';
import { rehearsalVersion } from './rehearsal-version.ts';

/** Puts what an exploration found into the form that is reported: anything broken is 1, anything that could not be judged 3. */
export function assembleExploration(
  cases: readonly ExploredCase[],
  details: { readonly seed: number; readonly command: string; readonly durationMs: number },
): ExplorationReport {
  const broken = cases.filter(({ outcome }) => outcome === 'broken');
  const invalid = cases.filter(({ outcome }) => outcome === 'invalid');
  const exitCode = broken.length > 0 ? 1 : invalid.length > 0 || cases.length === 0 ? 3 : 0;
  return {
    format: 'rehearsal/explore/1',
    rehearsalVersion: rehearsalVersion(),
    command: details.command,
    seed: details.seed,
    exitCode,
    sentence: sentenceOf(cases, broken.length, invalid.length),
    durationMs: details.durationMs,
    cases,
  };
}

function sentenceOf(cases: readonly ExploredCase[], broken: number, invalid: number): string {
  const episodes = cases.reduce((sum, one) => sum + one.episodes, 0);
  const unjudged = invalid === 0 ? '' : ` ${invalid} could not be judged.`;
  if (cases.length === 0) return 'Nothing was explored.';
  if (broken > 0) {
    const first = cases.find(({ outcome }) => outcome === 'broken')!;
    return `${broken} of ${cases.length} ${cases.length === 1 ? 'case breaks' : 'cases break'}. ${first.name}: ${first.sentence}${unjudged}`;
  }
  return invalid === cases.length
    ? `Nothing is proven: ${cases[0]!.sentence}`
    : `Nothing broke in ${episodes} episodes of ${cases.length - invalid} ${cases.length - invalid === 1 ? 'case' : 'cases'}.${unjudged}`;
}
