import type { Lane, LaneMark } from '../domain/chaos.ts';
import type { Event, EventOf } from '../domain/event.ts';
import { answerText, callText, moreText, reportText, requestText } from './lane-text.ts';

/**
 * The history of an episode as swim lanes: faults first, then each model, breaker, tool, server, the people, the agent's process, and what it reports. What takes time is a mark
 * with a length: a request until its answer, a wait between two attempts at the same, a question until its reply, a breaker in one of its states.
 *
 * @example lanesOf(episode.events).map(({ name }) => name) // ['faults', 'model gpt-4o', 'tool refund', 'process']
 */
export function lanesOf(events: readonly Event[]): readonly Lane[] {
  const book = new LaneBook(events.some(({ kind }) => kind === 'tool-called'));
  for (const event of events) book.read(event);
  return book.finished(events.at(-1));
}

/** The order of lanes, by the first word of their name; lanes of the same kind stand in the order in which they were first needed. */
const order = ['faults', 'model', 'breaker', 'tool', 'server', 'people', 'outside', 'process', 'reports'];

/** A mark whose end has not come yet. */
interface Open {
  readonly lane: string;
  readonly begun: Event;
  readonly kind: LaneMark['kind'];
  readonly text: string;
  readonly tone: LaneMark['tone'];
}

class LaneBook {
  readonly #lanes = new Map<string, LaneMark[]>();
  /** By what ends them: `call 3`, `tool 2`, `person 1`, `breaker crm`. */
  readonly #open = new Map<string, Open>();
  /** The end of the last attempt, by what is attempted, where it failed: the gap to the next is a wait. Another task, or another run of the agent, waits for nothing. */
  readonly #attempts = new Map<string, Event>();
  readonly #attemptOf = new Map<string, string>();
  readonly #hasWorld: boolean;

  constructor(hasWorld: boolean) {
    this.#hasWorld = hasWorld;
  }

  read(event: Event): void {
    switch (event.kind) {
      case 'model-request':
        return this.#begin(`call ${event.call}`, event, {
          lane: `model ${event.model}`,
          kind: 'request',
          text: requestText(event),
          attempt: `conversation ${event.conversation} ${event.turnCount} ${event.model}`,
          isAgain: event.attempt > 1,
        });
      case 'http-request':
        return this.#begin(`call ${event.call}`, event, {
          lane: `server ${hostOf(event.url)}`,
          kind: 'request',
          text: `${event.method} ${pathOf(event.url)}`,
          attempt: `${event.method} ${event.url}`,
          isAgain: false,
        });
      case 'model-answer':
      case 'http-answer':
        return this.#finish(`call ${event.call}`, event, answerText(event));
      case 'agent-hung-up':
        return this.#finish(`call ${event.call}`, event, { text: 'the agent hung up', tone: 'bad' });
      case 'tool-called':
        return this.#begin(`tool ${event.toolCall}`, event, {
          lane: `tool ${event.tool}`,
          kind: 'call',
          text: callText(event),
          attempt: event.operation,
          isAgain: event.attempt > 1,
        });
      case 'tool-answered':
        return this.#finish(`tool ${event.toolCall}`, event, answerText(event));
      case 'tool-result':
        if (!this.#hasWorld)
          this.#instant(`tool ${event.name}`, event, 'call', `its result was told: ${moreText(event.text)}`, event.isError ? 'bad' : 'plain');
        return;
      case 'effect-committed':
        return this.#instant(`tool ${event.tool}`, event, 'effect', effectText(event), 'good');
      case 'fault-fired':
        return this.#fault(event);
      case 'human-asked':
        return this.#begin(`person ${event.request}`, event, {
          lane: 'people',
          kind: 'person',
          text: `question ${event.request}, ${event.level}`,
          attempt: '',
          isAgain: false,
        });
      case 'human-replied':
        return this.#reply(event);
      case 'agent-reported':
        return this.#report(event);
      case 'kill-switch-thrown':
        return this.#instant('outside', event, 'report', 'the kill switch is thrown', 'fault');
      case 'callback-delivered':
        return this.#instant('outside', event, 'report', `callback ${event.callback}, delivery ${event.delivery}`, 'plain');
      case 'agent-restarted':
        this.#cutAll(event);
        return this.#instant('process', event, 'fault', `${event.how}; run ${event.run} begins`, 'fault');
      case 'task-given':
        this.#attempts.clear();
        return this.#instant('process', event, 'report', `task ${event.index + 1}`, 'plain');
      case 'answer':
        return this.#instant('process', event, 'report', `answer ${event.index + 1}: ${moreText(event.value)}`, 'good');
      case 'agent-exited':
        // That a program ends well after its answer is no news.
        if (event.exitCode === 0) return;
        return this.#instant('process', event, 'end', event.signal === null ? `exit code ${event.exitCode}` : `ended by ${event.signal}`, 'plain');
      case 'egress-denied':
        return this.#instant('process', event, 'report', `${event.target} was denied`, 'bad');
      case 'replay-missed':
        return this.#instant('process', event, 'report', 'nobody recorded what it asks', 'bad');
      case 'failure':
        return this.#instant('process', event, 'report', `${event.code}: ${moreText(event.text)}`, 'bad');
      case 'episode-ended':
        return this.#instant('process', event, 'end', event.how, event.how === 'finished' ? 'good' : 'bad');
      default:
        return;
    }
  }

  finished(last: Event | undefined): readonly Lane[] {
    if (last !== undefined) for (const key of this.#open.keys()) this.#close(key, last, { text: unansweredText(key), tone: undefined });
    const rank = (name: string): number => order.indexOf(name.split(' ')[0]!);
    return [...this.#lanes]
      .map(([name, marks]) => ({ name, marks: marks.toSorted((left, right) => left.event - right.event || left.fromMs - right.fromMs) }))
      .toSorted((left, right) => rank(left.name) - rank(right.name));
  }

  #begin(
    key: string,
    event: Event,
    start: { readonly lane: string; readonly kind: LaneMark['kind']; readonly text: string; readonly attempt: string; readonly isAgain: boolean },
  ): void {
    const before = this.#attempts.get(start.attempt);
    if (start.isAgain && before !== undefined) {
      this.#add(start.lane, {
        fromMs: before.atMs,
        toMs: event.atMs,
        event: before.seq,
        endEvent: event.seq,
        kind: 'gap',
        text: 'waits',
        tone: 'plain',
      });
    }
    if (start.attempt !== '') this.#attemptOf.set(key, start.attempt);
    this.#open.set(key, { lane: start.lane, begun: event, kind: start.kind, text: start.text, tone: 'plain' });
  }

  #finish(key: string, event: Event, end: { readonly text: string; readonly tone: LaneMark['tone'] }): void {
    const attempt = this.#attemptOf.get(key);
    if (attempt !== undefined && end.tone === 'bad') this.#attempts.set(attempt, event);
    else if (attempt !== undefined) this.#attempts.delete(attempt);
    this.#close(key, event, end);
    for (const [other] of this.#open) if (other.startsWith(`fault on ${key},`)) this.#close(other, event, { text: '', tone: undefined });
  }

  #close(key: string, event: Event, end: { readonly text: string; readonly tone: LaneMark['tone'] | undefined }): void {
    const open = this.#open.get(key);
    if (open === undefined) return;
    this.#open.delete(key);
    this.#add(open.lane, {
      fromMs: open.begun.atMs,
      toMs: Math.max(open.begun.atMs, event.atMs),
      event: open.begun.seq,
      endEvent: event.seq,
      kind: open.kind,
      text: end.text === '' ? open.text : `${open.text} → ${end.text}`,
      tone: open.kind === 'fault' ? 'fault' : (end.tone ?? open.tone),
    });
  }

  /** Whatever was on its way reaches nobody. */
  #cutAll(event: Event): void {
    this.#attempts.clear();
    for (const key of this.#open.keys()) {
      if (key.startsWith('person')) continue;
      const isHeard = key.startsWith('call') || key.startsWith('tool') || key.startsWith('step');
      this.#close(key, event, { text: isHeard ? 'cut off' : '', tone: isHeard ? 'bad' : undefined });
    }
  }

  /** A fault lasts as long as the request or the call that it strikes. */
  #fault(event: EventOf<'fault-fired'>): void {
    const struck = event.toolCall === undefined ? `call ${event.call}` : `tool ${event.toolCall}`;
    const text = `${event.name.replaceAll('-', ' ')}: ${event.text}`;
    if (this.#open.has(struck))
      this.#open.set(`fault on ${struck}, ${event.seq}`, { lane: 'faults', begun: event, kind: 'fault', text, tone: 'fault' });
    else this.#instant('faults', event, 'fault', text, 'fault');
  }

  #reply(event: EventOf<'human-replied'>): void {
    const key = `person ${event.request}`;
    const text = `${event.by}: ${event.reply.replace('_', ' ')}`;
    if (this.#open.has(key)) this.#close(key, event, { text, tone: event.reply === 'approve' ? 'good' : 'plain' });
    else this.#instant('people', event, 'person', `question ${event.request} again: ${text}`, 'plain');
  }

  #report(event: EventOf<'agent-reported'>): void {
    const { report } = event;
    if (report.type === 'breaker') {
      const key = `breaker ${report.name}`;
      this.#close(key, event, { text: '', tone: undefined });
      const tone = report.state === 'open' ? 'bad' : report.state === 'closed' ? 'good' : 'plain';
      this.#open.set(key, { lane: key, begun: event, kind: 'breaker', text: report.state.replace('-', ' '), tone });
      return;
    }
    if (report.type === 'step') {
      const key = `step ${report.request_id} ${report.step_id}`;
      const text = `step ${moreText(report.step_id)}`;
      if (report.status === 'pending') this.#open.set(key, { lane: 'reports', begun: event, kind: 'report', text, tone: 'plain' });
      else if (this.#open.has(key)) this.#close(key, event, { text: report.status, tone: report.status === 'failed' ? 'bad' : 'plain' });
      else this.#instant('reports', event, 'report', `${text} → ${report.status}`, report.status === 'failed' ? 'bad' : 'plain');
      return;
    }
    const text = reportText(report);
    if (text !== undefined) this.#instant('reports', event, 'report', text, 'plain');
  }

  #instant(lane: string, event: Event, kind: LaneMark['kind'], text: string, tone: LaneMark['tone']): void {
    this.#add(lane, { fromMs: event.atMs, toMs: event.atMs, event: event.seq, kind, text, tone });
  }

  #add(lane: string, mark: LaneMark): void {
    const marks = this.#lanes.get(lane);
    if (marks === undefined) this.#lanes.set(lane, [mark]);
    else marks.push(mark);
  }
}

function effectText({ effect, intent, undoes, by }: EventOf<'effect-committed'>): string {
  return `effect ${effect}${intent === undefined ? '' : `: ${moreText(intent)}`}${undoes === undefined ? '' : `, takes back ${undoes}`}${by === 'person' ? ', by a person' : ''}`;
}

function unansweredText(key: string): string {
  if (key.startsWith('person')) return 'nobody replies';
  if (key.startsWith('step')) return 'never ended';
  return key.startsWith('call') || key.startsWith('tool') ? 'no answer' : '';
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url.split('/')[0]!;
}

function pathOf(url: string): string {
  return URL.parse(url)?.pathname ?? url;
}
