import type { Lane, LaneMark } from '../../domain/chaos.ts';
import type { Event, EventOf } from '../../domain/event.ts';
import { canonicalJson, type Json } from '../../domain/json.ts';

/** The swim lanes of a history: faults, model, HTTP servers, each tool, people, process. Lanes on which nothing happened are left out. */
export function lanesOf(events: readonly Event[]): readonly Lane[] {
  const lanes = new Map<string, LaneMark[]>(['faults', 'model'].map((name) => [name, []]));
  const put = (name: string, mark: LaneMark): void => {
    const lane = lanes.get(name) ?? [];
    lane.push(mark);
    lanes.set(name, lane);
  };
  for (const event of events) markOf(event, events, put);
  for (const gap of gapsOf(events)) put('process', gap);
  return [...lanes]
    .filter(([, marks]) => marks.length > 0)
    .map(([name, marks]) => ({ name, marks: marks.toSorted((left, right) => left.event - right.event) }));
}

type Put = (lane: string, mark: LaneMark) => void;

function markOf(event: Event, events: readonly Event[], put: Put): void {
  const instant = (kind: LaneMark['kind'], text: string, tone: LaneMark['tone'] = 'plain'): LaneMark => ({
    fromMs: event.atMs,
    toMs: event.atMs,
    event: event.seq,
    kind,
    text: short(text),
    tone,
  });
  const until = (end: Event | undefined, kind: LaneMark['kind'], text: string, tone: LaneMark['tone']): LaneMark => ({
    ...instant(kind, text, tone),
    ...(end === undefined ? {} : { toMs: end.atMs, endEvent: end.seq }),
  });
  switch (event.kind) {
    case 'fault-fired':
      return put('faults', instant('fault', `${event.name}: ${event.text}`, 'fault'));
    case 'fault-unfired':
      return put('faults', instant('fault', `${event.name} did not strike: ${event.text}`, 'bad'));
    case 'model-request':
    case 'http-request': {
      const end = events.find((other) => (other.kind === 'model-answer' || other.kind === 'http-answer') && other.call === event.call) as
        EventOf<'model-answer' | 'http-answer'> | undefined;
      const isBad = end === undefined || !end.complete || end.status >= 400;
      return put(
        event.kind === 'model-request' ? 'model' : 'http',
        until(end, 'request', requestText(event, end), end?.origin === 'fault' ? 'fault' : isBad ? 'bad' : 'good'),
      );
    }
    case 'tool-called': {
      const end = events.find((other) => other.kind === 'tool-answered' && other.toolCall === event.toolCall) as EventOf<'tool-answered'> | undefined;
      const text = `${json(event.arguments)} → ${end === undefined ? 'no answer' : end.delivered ? `${end.outcome} ${json(end.result)}` : 'the answer was lost'}`;
      return put(`tool ${event.tool}`, until(end, 'call', text, end?.outcome === 'ok' && end.delivered ? 'good' : 'bad'));
    }
    case 'effect-committed':
      return put(
        `tool ${event.tool}`,
        instant(
          'effect',
          `effect ${event.effect}${event.intent === undefined ? '' : `, ${event.intent}`}${event.key === undefined ? ', no key' : `, key ${event.key}`}`,
        ),
      );
    case 'human-asked':
      return put('people', instant('person', `asked (${event.level}): ${json(event.ticket)}`));
    case 'human-replied':
      return put('people', instant('person', `${event.by}: ${event.reply}${event.text === undefined ? '' : `, ${event.text}`}`));
    case 'agent-reported': {
      const { type } = event.report;
      return put('process', instant(/breaker/i.test(type) ? 'breaker' : 'report', json(event.report)));
    }
    case 'answer':
      return put('process', instant('report', `answer ${event.index + 1}: ${json(event.value)}`, 'good'));
    case 'task-given':
      return put('process', instant('report', `task ${event.index + 1}: ${json(event.task)}`));
    case 'agent-restarted':
      return put('process', instant('fault', `${event.how}, and started again ${event.text}`, 'fault'));
    case 'agent-exited':
      return put(
        'process',
        instant('end', event.signal === null ? `exit code ${event.exitCode}` : `ended by ${event.signal}`, event.exitCode === 0 ? 'good' : 'bad'),
      );
    case 'episode-ended':
      return put(
        'process',
        instant('end', event.text === undefined ? event.how : `${event.how}: ${event.text}`, event.how === 'finished' ? 'good' : 'bad'),
      );
    default:
  }
}

function requestText(request: EventOf<'model-request' | 'http-request'>, answer: EventOf<'model-answer' | 'http-answer'> | undefined): string {
  const asked =
    request.kind === 'model-request'
      ? `${request.model}${request.attempt > 1 ? `, attempt ${request.attempt}` : ''}`
      : `${request.method} ${request.url}`;
  if (answer === undefined) return `${asked} → no answer`;
  if (answer.kind === 'http-answer') return `${asked} → ${answer.status}`;
  if (answer.error !== undefined) return `${asked} → error ${answer.error.status}: ${answer.error.message}`;
  const said = answer.blocks.map((block) =>
    block.kind === 'tool-call' ? `${block.name}(${json(block.arguments)})` : 'text' in block ? block.text : block.kind,
  );
  return `${asked} → ${said.join(' · ') || 'nothing'}${answer.complete ? '' : ' — incomplete'}`;
}

/** Shorter waits are no gaps. */
const gapMs = 1000;

/** Time in which nothing was seen to happen: it waited, backed off, or hung. */
function gapsOf(events: readonly Event[]): readonly LaneMark[] {
  return events.slice(1).flatMap((event, index): readonly LaneMark[] => {
    const before = events[index]!;
    if (event.atMs - before.atMs < gapMs) return [];
    const seconds = Math.round((event.atMs - before.atMs) / 100) / 10;
    return [
      {
        fromMs: before.atMs,
        toMs: event.atMs,
        event: before.seq,
        endEvent: event.seq,
        kind: 'gap',
        text: `${seconds} s in which nothing happened`,
        tone: 'plain',
      },
    ];
  });
}

function json(value: Json | undefined): string {
  return value === undefined ? '' : typeof value === 'string' ? value : canonicalJson(value);
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
