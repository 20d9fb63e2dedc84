import type { Arbitrary } from 'fast-check';
import { DrawnArbitrary } from '../drawn-arbitrary.ts';
import { Script } from './script.ts';
import { simplerScripts } from './simpler-scripts.ts';

/**
 * Scripts of episodes: everything that a model and tools say while they run. A script is played before it is shrunk, since it says what it is asked. So a counterexample is
 * kept as its lines (`script.lines`, plain JSON), not as a path of fast-check, which would shrink what was never played.
 *
 * @example
 * ```ts
 * fc.check(fc.property(scripts(), (script) => {
 *   script.begin();
 *   return holds(runAgent((context) => script.model(context), (context) => script.tool(context)));
 * }));
 * ```
 */
export function scripts(): Arbitrary<Script> {
  return new DrawnArbitrary({
    draw: (draw) => new Script(draw.int(0, 2 ** 31 - 1)),
    fits: (value): value is Script => value instanceof Script,
    simpler: simplerScripts,
  });
}
