import { seededRandom } from '../../domain/random.ts';
import { drawFrom } from '../draw.ts';
import type { ModelContext } from '../model/model-context.ts';
import type { ModelTurn } from '../model/model-turn.ts';
import { drawModelTurn, simplestTurn, type ModelOptions } from '../model/model-turns.ts';
import type { ToolContext, ToolResult } from '../world/tool-result.ts';
import { drawToolResult, simplestToolResult, type ToolOptions } from '../world/tool-results.ts';

/** Something that was said to the agent in an episode, in the order in which it was asked for. */
export type Line = { readonly who: 'model'; readonly said: ModelTurn } | { readonly who: 'tool'; readonly tool: string; readonly said: ToolResult };

/** A line, and the situation in which it was said: only there it is known what would be simpler. */
export type SpokenLine =
  | { readonly line: Extract<Line, { who: 'model' }>; readonly context: ModelContext }
  | { readonly line: Extract<Line, { who: 'tool' }>; readonly context: ToolContext };

/**
 * Everything that a model and the tools say in one episode. A new script makes it up while the episode runs, from its seed; one with lines says those, each when it is next asked
 * for, and after the last of them only what is simplest. So an episode of which every word was drawn becomes a list, which can be saved, said again, and shrunk.
 */
export class Script {
  readonly seed: number;
  /** What to say; undefined where it is made up. */
  readonly given: readonly Line[] | undefined;
  /** How often it was simplified; shrinking ends at last. */
  readonly shrunk: number;
  private spoken: SpokenLine[] = [];
  private said = new Set<Line>();
  private asked = 0;

  constructor(seed: number, given?: readonly Line[], shrunk = 0) {
    this.seed = seed;
    this.given = given;
    this.shrunk = shrunk;
  }

  /** Begins again: whoever runs an episode says so first. */
  begin(): void {
    this.spoken = [];
    this.said = new Set();
    this.asked = 0;
  }

  /** What the model says next. */
  model(context: ModelContext, options: ModelOptions = {}): ModelTurn {
    this.asked++;
    const given = this.given?.find((one) => one.who === 'model' && !this.said.has(one));
    if (this.given !== undefined && given?.who !== 'model') return simplestTurn(context);
    const line = given?.who === 'model' ? given : ({ who: 'model', said: drawModelTurn(context, this.chance(), options) } as const);
    this.said.add(line);
    this.spoken.push({ line, context });
    return line.said;
  }

  /** What a tool answers to this call. */
  tool(context: ToolContext, options: ToolOptions = {}): ToolResult {
    this.asked++;
    const { name } = context.contract;
    const given = this.given?.find((one) => one.who === 'tool' && one.tool === name && !this.said.has(one));
    if (this.given !== undefined && given?.who !== 'tool') return simplestToolResult(context);
    const line = given?.who === 'tool' ? given : ({ who: 'tool', tool: name, said: drawToolResult(context, this.chance(), options) } as const);
    this.said.add(line);
    this.spoken.push({ line, context });
    return line.said;
  }

  /** What was said since it began, but for what was only simplest: the script of this episode. */
  get lines(): readonly Line[] {
    return this.spoken.map(({ line }) => line);
  }

  /** The same with the situations. */
  get spokenLines(): readonly SpokenLine[] {
    return this.spoken;
  }

  /** Each question has a chance of its own: another answer to one moves no other. */
  private chance(): ReturnType<typeof drawFrom> {
    return drawFrom(seededRandom(this.seed).fork(String(this.asked)));
  }
}
