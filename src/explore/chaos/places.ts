import type { ChaosPlace, FaultPlace } from '../../domain/chaos.ts';
import type { Block } from '../../domain/chat.ts';
import type { ToldResults } from '../../domain/fault.ts';
import type { ToolContract } from '../../domain/contract.ts';
import type { Event, EventOf } from '../../domain/event.ts';
import { momentKinds, type MomentKind, type WorldMoment } from '../../domain/world.ts';

/** A place, and the event of the undisturbed run that shows it. */
export interface PlaceInHistory {
  readonly place: FaultPlace;
  readonly event: number;
}

/**
 * Every place at which a fault can strike, read from an undisturbed run, in the order of its history. A pure function of the events: the same run has the
 * same places.
 */
export function placesOf(events: readonly Event[], contracts: readonly ToolContract[]): readonly PlaceInHistory[] {
  const counts = new Map<string, number>();
  const count = (what: string): number => {
    const number = (counts.get(what) ?? 0) + 1;
    counts.set(what, number);
    return number;
  };
  return events.flatMap((event) =>
    [...momentsAt(event, count), ...sitesAt(event, events, contracts, count)].map((place) => ({ place, event: event.seq })),
  );
}

type Count = (what: string) => number;

function sitesAt(event: Event, events: readonly Event[], contracts: readonly ToolContract[], count: Count): readonly FaultPlace[] {
  switch (event.kind) {
    case 'model-request':
    case 'http-request':
      return [requestPlace(event, events, count('request'))];
    case 'tool-called': {
      const number = count(`tool ${event.tool}`);
      const contract = contracts.find(({ name, version }) => name === event.tool && (event.version === undefined || version === event.version));
      const answer = events.find((other) => other.kind === 'tool-answered' && other.toolCall === event.toolCall) as
        EventOf<'tool-answered'> | undefined;
      return [
        {
          id: `call ${number} of ${event.tool}`,
          kind: 'tool',
          tool: event.tool,
          number,
          ...(contract === undefined ? {} : { contract }),
          arguments: event.arguments,
          ...(answer?.outcome === 'ok' ? { result: answer.result, told: toldBefore(event, events) } : {}),
        },
      ];
    }
    case 'human-asked': {
      const number = count('question');
      const tool = event.concerns?.tool;
      const reply = events.find((other) => other.kind === 'human-replied' && other.request === event.request && other.seq > event.seq) as
        EventOf<'human-replied'> | undefined;
      const effect = events.find(
        (other): other is EventOf<'effect-committed'> =>
          other.kind === 'effect-committed' &&
          other.by === 'agent' &&
          reply !== undefined &&
          other.seq > reply.seq &&
          (tool === undefined || other.tool === tool),
      );
      return [
        {
          id: `question ${number}`,
          kind: 'person',
          number,
          level: event.level,
          ...(tool === undefined ? {} : { tool }),
          ...(reply === undefined ? {} : { reply: reply.reply }),
          ...(effect === undefined ? {} : { leadsTo: effect.tool }),
        },
      ];
    }
    default:
      return [];
  }
}

/** What the tool had told the agent when it was called. */
function toldBefore({ seq, tool, operation }: EventOf<'tool-called'>, events: readonly Event[]): ToldResults {
  const operations = new Map(events.flatMap((event) => (event.kind === 'tool-called' ? [[event.toolCall, event.operation] as const] : [])));
  const told = events.filter(
    (event): event is EventOf<'tool-answered'> =>
      event.kind === 'tool-answered' && event.seq < seq && event.tool === tool && event.outcome === 'ok' && event.delivered,
  );
  const [same, others] = [true, false].map((wanted) => told.filter(({ toolCall }) => (operations.get(toolCall) === operation) === wanted));
  return { same: same!.map(({ result }) => result), others: others!.map(({ result }) => result) };
}

function requestPlace(event: EventOf<'model-request' | 'http-request'>, events: readonly Event[], number: number): FaultPlace {
  const id = `request ${number}`;
  if (event.kind === 'http-request') {
    const provider = /^\/?(http\/[\w.-]+)/.exec(event.url)?.[1] ?? 'http';
    return { id, kind: 'request', number, provider, model: '', stream: false, asksFor: [], plain: true };
  }
  const answer = events.find((other) => other.kind === 'model-answer' && other.call === event.call) as EventOf<'model-answer'> | undefined;
  // What was not heard whole was not said either.
  const says = answer !== undefined && answer.complete && answer.error === undefined ? answer.blocks : [];
  return {
    id,
    kind: 'request',
    number,
    provider: providerOf(event.dialect),
    dialect: event.dialect,
    model: event.model,
    stream: event.stream,
    asksFor: toolsIn(says),
    says,
    askedBefore: askedBefore(event, events),
    plain: false,
  };
}

function toolsIn(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap((block) => (block.kind === 'tool-call' ? [block.name] : []));
}

/** Each turn is shown once, by the first request of the conversation that has it. */
function askedBefore({ conversation, seq }: EventOf<'model-request'>, events: readonly Event[]): readonly string[] {
  return events.flatMap((event) =>
    event.kind === 'model-request' && event.conversation === conversation && event.seq <= seq
      ? event.newTurns.flatMap(({ blocks }) => toolsIn(blocks))
      : [],
  );
}

/** Dialects are named for the provider that speaks them: `openai-chat`, `anthropic`, `gemini`. */
function providerOf(dialect: string): string {
  return dialect.split('-')[0]!;
}

/** The two sides of whatever an observer of the agent can see. */
function momentsAt(event: Event, count: Count): readonly FaultPlace[] {
  if (!isMoment(event.kind)) return [];
  const tool = toolOf(event);
  const report = event.kind === 'agent-reported' ? event.report.type : undefined;
  const what = [event.kind, ...(report === undefined ? [] : [`(${report})`]), ...(tool === undefined ? [] : [`of ${tool}`])].join(' ');
  const moment: WorldMoment = {
    after: event.kind,
    occurrence: count(`moment ${what}`),
    ...(tool === undefined ? {} : { tool }),
    ...(report === undefined ? {} : { report }),
  };
  return (['before', 'after'] as const).map((when) => ({ id: `${when} ${what} ${moment.occurrence}`, kind: 'moment', when, moment }));
}

function isMoment(kind: Event['kind']): kind is MomentKind {
  return (momentKinds as readonly string[]).includes(kind);
}

function toolOf(event: Event): string | undefined {
  if (event.kind === 'human-asked') return event.concerns?.tool;
  return 'tool' in event ? event.tool : undefined;
}

/** A place as a report shows it. */
export function shownPlace({ place, event }: PlaceInHistory): ChaosPlace {
  return {
    id: place.id,
    kind: place.kind,
    label: labelOf(place),
    event,
    ...(place.kind === 'moment' ? { when: place.when } : {}),
  };
}

function labelOf(place: FaultPlace): string {
  switch (place.kind) {
    case 'request':
      if (place.plain) return `request ${place.number}, to ${place.provider}`;
      return `request ${place.number}${place.asksFor.length === 0 ? ', answered in words' : `, which asks for ${[...new Set(place.asksFor)].join(' and ')}`}`;
    case 'tool':
      return `${ordinal(place.number)} call of ${place.tool}`;
    case 'person':
      return `${ordinal(place.number)} question to people${place.tool === undefined ? '' : `, about ${place.tool}`}`;
    case 'moment':
      return momentWords(place.moment);
  }
}

const momentNames: Readonly<Record<MomentKind, string>> = {
  'tool-called': 'call',
  'tool-answered': 'answer',
  'effect-committed': 'effect',
  'human-asked': 'question to people',
  'model-request': 'request to a model',
  'model-answer': 'answer of a model',
  'agent-reported': 'report',
  answer: 'answer to a task',
};

/** `the 1st effect of refund`. */
export function momentWords({ after, tool, report, occurrence }: WorldMoment): string {
  return `the ${ordinal(occurrence)} ${momentNames[after]}${report === undefined ? '' : ` (${report})`}${tool === undefined ? '' : ` of ${tool}`}`;
}

/** 1st, 2nd, 3rd, 4th, … */
export function ordinal(number: number): string {
  const rest = number % 100;
  const ending = rest >= 11 && rest <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${ending}`;
}
