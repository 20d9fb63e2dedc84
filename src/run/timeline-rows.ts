import type { Event } from '../domain/event.ts';
import { textOf } from '../domain/chat.ts';
import { canonicalJson } from '../domain/json.ts';
import type { TimelineRow } from '../domain/report.ts';
import { short } from './short-text.ts';
import { describeWorld, toneOfWorld } from './timeline-world.ts';

/** One line per event, in words. */
export function timelineRows(events: readonly Event[]): readonly TimelineRow[] {
  return events.map((event) => ({ seq: event.seq, atMs: event.atMs, kind: event.kind, text: describe(event), tone: toneOf(event) }));
}

function toneOf(event: Event): TimelineRow['tone'] {
  switch (event.kind) {
    case 'fault-fired':
      return 'fault';
    case 'replay-missed':
    case 'egress-denied':
    case 'failure':
    case 'fault-unfired':
      return 'bad';
    case 'recordings-unused':
      return event.severity === 'error' ? 'bad' : 'plain';
    case 'model-answer':
      return event.error !== undefined || !event.complete ? 'bad' : 'plain';
    case 'tool-result':
      return event.isError ? 'bad' : 'plain';
    case 'episode-ended':
      return event.how === 'finished' ? 'good' : 'bad';
    case 'answer':
      return 'good';
    case 'task-given':
    case 'episode-started':
    case 'model-request':
    case 'http-request':
    case 'http-answer':
    case 'websocket-refused':
    case 'program-started':
    case 'agent-hung-up':
    case 'agent-output':
    case 'agent-exited':
      return 'plain';
    default:
      return toneOfWorld(event);
  }
}

function describe(event: Event): string {
  switch (event.kind) {
    case 'episode-started':
      return `${event.agent}; ${event.mode}, seed ${event.seed}, ${event.clock} time, ${event.seal}`;
    case 'task-given':
      return `task ${event.index + 1}: ${short(typeof event.task === 'string' ? event.task : canonicalJson(event.task))}`;
    case 'model-request':
      return `#${event.call} ${event.dialect} ${event.model}${event.stream ? ', streamed' : ''}, ${event.turnCount} turns${event.attempt > 1 ? `, attempt ${event.attempt}` : ''}${event.conversation > 1 ? `, conversation ${event.conversation}` : ''}`;
    case 'model-answer': {
      const calls = event.blocks.flatMap((block) =>
        block.kind === 'tool-call' ? [`${block.name}(${short(block.malformed ?? canonicalJson(block.arguments), 80)})`] : [],
      );
      const said =
        event.error === undefined
          ? [short(textOf(event.blocks)), ...calls].filter((part) => part !== '').join(' · ')
          : `error ${event.error.status}: ${short(event.error.message)}`;
      return `#${event.call} ${event.origin}: ${said || 'nothing'}${event.complete || event.error !== undefined ? '' : ' — incomplete'}${event.exchange === undefined ? '' : ` (${event.exchange})`}`;
    }
    case 'tool-result':
      return `#${event.call} ${event.name}(${short(canonicalJson(event.arguments), 80)}) → ${event.isError ? 'error: ' : ''}${short(event.text)}`;
    case 'http-request':
      return `#${event.call} ${event.method} ${event.url}, ${event.bodyBytes} bytes`;
    case 'http-answer':
      return `#${event.call} ${event.origin}: ${event.status}, ${event.bodyBytes} bytes${event.complete ? '' : ' — broken off'}`;
    case 'egress-denied':
      return `${event.target} was asked for, and denied`;
    case 'websocket-refused':
      return `WebSocket at ${event.url}: 426`;
    case 'program-started':
      return `${short(event.program)} was started; what it sends does not pass through the gateway`;
    case 'replay-missed':
      return `#${event.call} ${event.code}: ${event.text.split('\n')[0] ?? ''}`;
    case 'fault-fired':
      return `#${event.call} fault ${event.fault + 1}, ${event.name}: ${event.text}`;
    case 'fault-unfired':
      return `fault ${event.fault + 1}, ${event.name}, did not strike: ${event.text}`;
    case 'agent-hung-up':
      return `#${event.call} the agent closed the connection`;
    case 'agent-output':
      return `${event.stream}: ${short(event.text.trim(), 400)}`;
    case 'agent-exited':
      return event.signal === null ? `exit code ${event.exitCode}` : `ended by ${event.signal}`;
    case 'answer':
      return `answer ${event.index + 1}: ${short(typeof event.value === 'string' ? event.value : canonicalJson(event.value))}`;
    case 'recordings-unused':
      return `${event.exchanges.length} ${event.exchanges.length === 1 ? 'recording' : 'recordings'} never asked for: ${event.exchanges.slice(0, 5).join(', ')}`;
    case 'failure':
      return `${event.code}: ${event.text}`;
    case 'episode-ended':
      return event.text === undefined ? event.how : `${event.how}: ${short(event.text)}`;
    default:
      return describeWorld(event);
  }
}
