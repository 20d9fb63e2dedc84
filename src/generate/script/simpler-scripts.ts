import { simplerTurnsFor } from '../model/model-turns.ts';
import { simplerToolResults } from '../world/tool-results.ts';
import { Script, type Line, type SpokenLine } from './script.ts';

/** A counterexample that was simplified more often than this is simple enough. */
const shrunkMax = 500;

/**
 * Scripts that say less, of one that was played: only its beginning, one line less, a line as it is simplest, a line that is simpler. The greatest step comes first.
 */
export function* simplerScripts(script: Script): Generator<Script> {
  if (script.shrunk >= shrunkMax) return;
  const spoken = script.spokenLines;
  const lines = script.lines;
  const next = (given: readonly Line[]): Script => new Script(script.seed, given, script.shrunk + 1);
  for (let count = 0; count < lines.length; count = count === 0 ? 1 : count * 2) yield next(lines.slice(0, count));
  for (let at = lines.length - 1; at >= 0; at--) yield next(lines.toSpliced(at, 1));
  for (const [at, one] of spoken.entries()) for (const line of simplerLines(one)) yield next(lines.with(at, line));
}

function* simplerLines(spoken: SpokenLine): Generator<Line> {
  if (isTool(spoken)) for (const said of simplerToolResults(spoken.line.said, spoken.context)) yield { ...spoken.line, said };
  else for (const said of simplerTurnsFor(spoken.line.said, spoken.context)) yield { ...spoken.line, said };
}

function isTool(spoken: SpokenLine): spoken is Extract<SpokenLine, { line: { who: 'tool' } }> {
  return spoken.line.who === 'tool';
}
