import { pathToFileURL } from 'node:url';
import { RehearsalFailure } from '../domain/failure.ts';
import type { Json, JsonObject } from '../domain/json.ts';

/** What a handler is given of the world around it. */
export interface ToolWorld {
  /** The state of the world; change it in place. */
  // Handlers are users' code about users' data: a type here would only be cast away.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly state: any;
  /**
   * Writes a line of the ledger now: this has happened. A tool whose contract says `effect: write` need not call it; its success is
   * committed when it returns. Call it for an effect that stands although an error follows, or several times for several effects.
   */
  commit(details?: CommitDetails): void;
  /** Milliseconds since the episode began. */
  now(): number;
  /** Waits, by the clock of the episode. */
  sleep(ms: number): Promise<void>;
  /** A number in [0, 1), by the seed. */
  random(): number;
  /** The folder of the case, where files may be written. */
  readonly folder: string;
}

/** What a line of the ledger says; the call's own where it is left out. */
export interface CommitDetails {
  readonly arguments?: JsonObject;
  readonly result?: Json;
  readonly intent?: string;
}

/**
 * Simulates a tool. Its result is what the tool answers; `{ status: 'permanent_error', error_code: … }` is an error.
 *
 * @example
 * export const tools = {
 *   refund({ order_id, amount }, world) {
 *     const order = world.state.orders[order_id];
 *     if (order === undefined) return { status: 'permanent_error', error_code: 'UNKNOWN_ORDER' };
 *     order.refunded += amount;
 *     return { status: 'success', refund_id: `r-${order_id}` };
 *   },
 * } satisfies ToolHandlers;
 */
// oxlint-disable-next-line typescript/no-explicit-any
export type ToolHandler = (args: any, world: ToolWorld) => unknown;
export type ToolHandlers = Readonly<Record<string, ToolHandler>>;

/** What a module of handlers exports. */
export interface HandlerModule {
  readonly tools: ToolHandlers;
  /** Request handlers of msw, for agents that call HTTP APIs themselves. */
  readonly handlers: readonly unknown[];
}

/**
 * Loads a module of handlers.
 *
 * @throws RehearsalFailure CONFIGURATION_INVALID where it cannot be loaded, or exports neither `tools` nor `handlers`.
 */
export async function loadHandlers(path: string): Promise<HandlerModule> {
  const hint = 'A module of tools exports `tools = { name(args, world) { … } }`. See docs/WORLD.md.';
  let loaded: Readonly<Record<string, unknown>>;
  try {
    loaded = (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new RehearsalFailure('CONFIGURATION_INVALID', `The tools ${placeIn(path, error)} cannot be loaded: ${(error as Error).message}`, {
      hint,
      cause: error,
    });
  }
  const { tools, handlers } = loaded;
  const areTools = typeof tools === 'object' && tools !== null && Object.values(tools).every((tool) => typeof tool === 'function');
  if ((tools !== undefined && !areTools) || (handlers !== undefined && !Array.isArray(handlers)) || (tools === undefined && handlers === undefined)) {
    const exported = Object.keys(loaded).join(', ') || 'nothing';
    throw new RehearsalFailure('CONFIGURATION_INVALID', `The tools ${path} export no functions under \`tools\`; exported: ${exported}.`, { hint });
  }
  return { tools: (tools ?? {}) as ToolHandlers, handlers: (handlers ?? []) as readonly unknown[] };
}

/** The module with the line at which it broke, where the error tells: of TypeScript above its stack, of what was thrown in the first of its frames. */
function placeIn(path: string, error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const at = stack.indexOf(`${path}:`);
  const line = at === -1 ? undefined : /^\d+(:\d+)?/.exec(stack.slice(at + path.length + 1))?.[0];
  return line === undefined ? path : `${path}:${line}`;
}
