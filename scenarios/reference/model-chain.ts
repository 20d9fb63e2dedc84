import { report } from '../../src/agent.ts';
import { createBreaker, usualBreaker, type Breaker, type BreakerPolicy } from './breaker.ts';
import { askModel, ModelFailure, type Message, type ModelReply, type ModelTool } from './model.ts';
import { usualPolicy, withRetries, type RetryPolicy } from './retry.ts';
import { setting } from './settings.ts';

/** What the chain gave: a reply, degraded where it is not the first model's; nothing where every model failed. */
export interface ChainReply {
  readonly reply?: ModelReply;
  readonly degraded: boolean;
  /** Why each model that was asked said nothing. */
  readonly failures: readonly string[];
}

export interface ModelChain {
  ask(messages: readonly Message[], tools?: readonly ModelTool[]): Promise<ChainReply>;
}

export interface ChainOptions {
  /** Primary first. */
  readonly models: readonly string[];
  readonly retries?: RetryPolicy;
  readonly breaker?: BreakerPolicy;
  /** Wraps each call of a model, every attempt by itself: for a trace. */
  readonly observe?: (model: string, ask: () => Promise<ModelReply | ModelFailure>) => Promise<ModelReply | ModelFailure>;
}

/** What a model did is an outcome; anything else is an error of ours. */
function asFailure(error: unknown): ModelFailure {
  if (error instanceof ModelFailure) return error;
  throw error;
}

/** S0.6: primary with a time limit and a breaker, then the fallback; who calls queues the task or asks a person where both fail. */
export function createModelChain(options: ChainOptions): ModelChain {
  const links = options.models.map((model) => ({ model, breaker: createBreaker(model, options.breaker ?? usualBreaker()) }));
  const retries = options.retries ?? { ...usualPolicy, attempts: 3 };
  const observe = options.observe ?? ((_model, ask) => ask());
  const timeoutMs = setting('MODEL_TIMEOUT_SECONDS', 30) * 1000;

  const askLink = async (
    link: { readonly model: string; readonly breaker: Breaker },
    messages: readonly Message[],
    tools: readonly ModelTool[],
    policy: RetryPolicy,
  ): Promise<ModelReply | ModelFailure> => {
    const outcome = await withRetries<ModelReply | ModelFailure>(async (remainingMs) => {
      const answer = await observe(link.model, () =>
        askModel(link.model, messages, tools, Math.max(1, Math.min(timeoutMs, remainingMs))).catch(asFailure),
      );
      if (!(answer instanceof ModelFailure) || !answer.transient) return { done: answer };
      return { again: answer, ...(answer.retryAfterMs === undefined ? {} : { retryAfterMs: answer.retryAfterMs }) };
    }, policy);
    if (outcome instanceof ModelFailure && outcome.transient) link.breaker.failed();
    else link.breaker.succeeded();
    return outcome;
  };

  return {
    async ask(messages, tools = []) {
      const failures: string[] = [];
      for (const [position, link] of links.entries()) {
        const mayTry = link.breaker.mayTry();
        if (mayTry === 'no') {
          failures.push(`${link.model} is resting after too many failures`);
          continue;
        }
        const policy = mayTry === 'probe' ? { ...retries, attempts: 1 } : retries;
        const outcome = await askLink(link, messages, tools, policy);
        if (!(outcome instanceof ModelFailure)) {
          if (position > 0) report({ type: 'fallback', from: links[0]!.model, to: link.model, degraded: true });
          return { reply: outcome, degraded: position > 0, failures };
        }
        failures.push(outcome.message);
      }
      return { degraded: true, failures };
    },
  };
}
