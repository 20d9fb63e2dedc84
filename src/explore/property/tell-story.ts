import type { Block } from '../../domain/chat.ts';
import type { Event } from '../../domain/event.ts';
import { canonicalJson, type Json } from '../../domain/json.ts';
import type { Broken, PlayedStory } from './play-story.ts';
import type { ModelTurn } from '../../generate/index.ts';

const charactersMax = 160;

/**
 * A story for people: the task, what the model said, what the world did, what was answered, and which claim broke where. One thing that happens per line.
 */
export function tellStory({ episode, story, broken }: PlayedStory): readonly string[] {
  const lines: string[] = [];
  let turn = 0;
  for (const event of episode.events) {
    const line = event.kind === 'model-answer' ? tellTurn(event, story.turns[turn++] ?? null) : tellEvent(event);
    if (line !== undefined) lines.push(`${line}${breaks(event, broken)}`);
  }
  const unplaced = broken.filter(({ evidence }) => evidence.length === 0 || !episode.events.some(({ seq }) => evidence.includes(seq)));
  return [...lines, ...unplaced.map(({ claim, text }) => `✘ ${claim}: ${text}`)];
}

/** What broke is told where its last evidence lies. */
function breaks({ seq }: Event, broken: readonly Broken[]): string {
  return broken
    .filter(({ evidence }) => evidence.at(-1) === seq)
    .map(({ claim, text }) => `\n  ✘ ${claim}: ${text}`)
    .join('');
}

function tellTurn(event: Extract<Event, { readonly kind: 'model-answer' }>, drawn: ModelTurn | null): string {
  const said = event.blocks.length === 0 ? 'nothing' : event.blocks.map(tellBlock).join('; ');
  const how = event.error === undefined ? '' : ` (an error: ${short(event.error.message)})`;
  const end = event.complete ? '' : ', and breaks off';
  return `the model says ${said}${how}${end}${drawn === null ? '' : `   ← ${drawn.kind.replaceAll('-', ' ')}`}`;
}

function tellBlock(block: Block): string {
  switch (block.kind) {
    case 'text':
      return `"${short(block.text)}"`;
    case 'tool-call':
      return block.malformed === undefined
        ? `${block.name}(${shown(block.arguments ?? null)})`
        : `${block.name}(${short(block.malformed)}, half-written)`;
    case 'refusal':
      return `no: "${short(block.text)}"`;
    case 'reasoning':
      return 'its thoughts';
    default:
      return block.kind;
  }
}

function tellEvent(event: Event): string | undefined {
  switch (event.kind) {
    case 'task-given':
      return `task: ${shown(event.task)}`;
    case 'tool-called':
      return `the agent calls ${event.tool}(${shown(event.arguments)})${event.attempt > 1 ? `, for the ${ordinal(event.attempt)} time` : ''}`;
    case 'tool-answered':
      return `  ${event.tool} ${event.delivered ? `answers ${shown(event.result)}` : 'answers, and the answer is lost'}`;
    case 'effect-committed':
      return `  it has happened: ${event.intent ?? event.tool} ${event.by === 'person' ? '(by a person)' : ''}`.trimEnd();
    case 'human-asked':
      return `a person (${event.level}) is asked${event.concerns === undefined ? '' : ` about ${event.concerns.tool}`}`;
    case 'human-replied':
      return `${event.by} replies: ${event.reply}`;
    case 'callback-delivered':
      return `the outside reports ${event.callback}${event.delivery > 1 ? ` for the ${ordinal(event.delivery)} time` : ''}`;
    case 'agent-reported':
      return event.report.type === 'state'
        ? `the agent goes ${event.report.from === undefined ? '' : `from ${event.report.from} `}to ${event.report.to}`
        : undefined;
    case 'fault-fired':
      return `⚡ ${event.name}: ${event.text}`;
    case 'agent-restarted':
      return `the agent was ended (${event.text}), and is started again`;
    case 'kill-switch-thrown':
      return 'the kill switch is thrown';
    case 'answer':
      return `the agent answers ${shown(event.value)}`;
    case 'episode-ended':
      return event.how === 'finished' ? undefined : `it ends: ${event.how}${event.text === undefined ? '' : `, ${short(event.text)}`}`;
    default:
      return undefined;
  }
}

function shown(value: Json): string {
  return short(typeof value === 'string' ? value : canonicalJson(value));
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > charactersMax ? `${line.slice(0, charactersMax)}…` : line;
}

function ordinal(count: number): string {
  return count === 2 ? 'second' : count === 3 ? 'third' : `${count}th`;
}
