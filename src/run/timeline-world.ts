import type { EvidenceEventBody } from '../domain/agent-report.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import type { TimelineRow } from '../domain/report.ts';
import type { ToolEventBody } from '../domain/tool-event.ts';
import { short } from './short-text.ts';

/** What happened in the world, and what the agent said of itself, in words. */
export function describeWorld(event: ToolEventBody | EvidenceEventBody): string {
  switch (event.kind) {
    case 'tool-called': {
      const name = event.version === undefined ? event.tool : `${event.tool}@${event.version}`;
      return `tool ${event.toolCall}: ${name}(${json(event.arguments)})${event.attempt > 1 ? `, attempt ${event.attempt}` : ''}${event.key === undefined ? '' : `, key ${short(event.key, 40)}`}`;
    }
    case 'tool-answered':
      return `tool ${event.toolCall}: ${event.outcome} ${json(event.result)}${event.repeated === true ? ' (as before: same key)' : ''}${event.delivered ? '' : ' — the answer was lost'}${event.toolFault === undefined ? '' : ` — the tool's fault: ${short(event.toolFault)}`}`;
    case 'effect-committed':
      return `effect ${event.effect}: ${event.intent ?? `${event.tool}(${json(event.arguments)})`}${event.undoes === undefined ? '' : `, takes back effect ${event.undoes}`}${event.by === 'person' ? ', by a person' : ''}`;
    case 'human-asked':
      return `request ${event.request} to people, ${event.level}: ${json(event.ticket)}`;
    case 'human-replied':
      return `request ${event.request}: ${event.by} says ${event.reply}${event.text === undefined ? '' : `: ${short(event.text)}`}`;
    case 'callback-delivered':
      return `callback ${event.callback}, delivery ${event.delivery}: ${json(event.event)}`;
    case 'kill-switch-thrown':
      return `the kill switch was thrown: ${event.text}`;
    case 'kill-switch-read':
      return `the agent asked whether it may act: ${event.thrown ? 'no' : 'yes'}`;
    case 'world-snapshot':
      return `the world ${event.moment === 'first' ? 'at the start' : 'at the end'}: ${json(event.state)}`;
    case 'agent-restarted':
      return `run ${event.run} of the agent; the one before was ${event.how}: ${event.text}`;
    case 'agent-reported': {
      const { type, ...members } = event.report;
      return `the agent says (${event.via}): ${type} ${json(members)}`;
    }
    case 'span-ended':
      return `span ${event.span.name}, ${Math.round(event.span.endMs - event.span.startMs)} ms${event.span.status === 'error' ? `, error ${event.span.statusText ?? ''}` : ''}`;
    case 'metric-reported':
      return `metric ${event.name} = ${event.value}${event.unit === undefined ? '' : ` ${event.unit}`}`;
    case 'evidence-rejected':
      return `evidence that cannot be used (${event.via}): ${short(event.text)}`;
  }
}

/** How a row about the world is coloured. */
export function toneOfWorld(event: ToolEventBody | EvidenceEventBody): TimelineRow['tone'] {
  switch (event.kind) {
    case 'tool-answered':
      return event.outcome === 'ok' && event.toolFault === undefined ? 'plain' : 'bad';
    case 'effect-committed':
      return 'good';
    case 'kill-switch-thrown':
    case 'agent-restarted':
      return 'fault';
    case 'evidence-rejected':
      return 'bad';
    default:
      return 'plain';
  }
}

function json(value: Json): string {
  return short(canonicalJson(value), 120);
}
