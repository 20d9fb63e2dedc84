import type { AgentReport } from '../domain/agent-report.ts';
import type { LaneMark } from '../domain/chaos.ts';
import type { EventOf } from '../domain/event.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import { short } from './short-text.ts';

const charactersMax = 60;

/** A value on one line, cut where it is long: a lane has little room, and the timeline has all of it. */
export function moreText(value: Json): string {
  return short(typeof value === 'string' ? value : canonicalJson(value), charactersMax);
}

/** What is asked of a model, by number. */
export function requestText({ call, attempt }: EventOf<'model-request'>): string {
  return `request ${call}${attempt > 1 ? `, attempt ${attempt}` : ''}`;
}

/** A call of a tool, by number. */
export function callText({ toolCall, attempt }: EventOf<'tool-called'>): string {
  return `call ${toolCall}${attempt > 1 ? `, attempt ${attempt}` : ''}`;
}

/** What came back, and whether it was whole. */
export function answerText(event: EventOf<'model-answer'> | EventOf<'http-answer'> | EventOf<'tool-answered'>): {
  readonly text: string;
  readonly tone: LaneMark['tone'];
} {
  switch (event.kind) {
    case 'model-answer': {
      if (event.error !== undefined) return { text: `error ${event.error.status}`, tone: 'bad' };
      const asks = event.blocks.flatMap((block) => (block.kind === 'tool-call' ? [block.name] : []));
      const said = asks.length === 0 ? (event.blocks.length === 0 ? 'nothing' : 'words') : `asks for ${asks.join(', ')}`;
      return event.complete ? { text: said, tone: 'plain' } : { text: `${said}, cut short`, tone: 'bad' };
    }
    case 'http-answer':
      return { text: `${event.status}${event.complete ? '' : ', cut short'}`, tone: event.status >= 400 || !event.complete ? 'bad' : 'plain' };
    case 'tool-answered': {
      if (!event.delivered) return { text: 'the answer is lost', tone: 'bad' };
      const again = event.repeated === true ? ', as before' : '';
      return event.outcome === 'ok'
        ? { text: `done${again}`, tone: event.toolFault === undefined ? 'plain' : 'bad' }
        : { text: `${event.outcome.replaceAll('_', ' ')}${again}`, tone: 'bad' };
    }
  }
}

/** What the agent says of itself, where that is a point in a picture; undefined where it is a length of time, or only talk (logs, audit lines, figures of the run). */
export function reportText(report: AgentReport): string | undefined {
  switch (report.type) {
    case 'state':
      return `state ${moreText(report.to)}`;
    case 'checkpoint':
      return `checkpoint ${moreText(report.name)}`;
    case 'decision':
      return `decides ${moreText(report.decision)}`;
    case 'plan':
      return `plan of ${report.steps.length} steps`;
    case 'plan-checked':
      return `plan ${report.accepted ? 'accepted' : 'refused'}`;
    case 'plan-step':
      return `plan step ${report.step} ${report.status}`;
    case 'fallback':
      return `falls back to ${moreText(report.to)}`;
    case 'queued':
      return `queues ${moreText(report.item)}`;
    case 'dequeued':
      return `takes ${moreText(report.item)} from the queue${report.done ? ', done' : ''}`;
    case 'discrepancy':
      return 'differs from the person';
    case 'step':
    case 'breaker':
    case 'audit':
    case 'run':
    case 'log':
      return undefined;
  }
}
