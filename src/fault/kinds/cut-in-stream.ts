import { decodeUtf8, encodeUtf8, WireBreak, type Answer } from '../../domain/http.ts';
import { eventsIn, withBody } from '../events-in.ts';
import type { FaultContext, FaultKind, Speech } from '../fault-kind.ts';
import { simplerThan } from '../simpler-than.ts';
import { createEventChoice } from '../struck-event.ts';
import { isEventStream } from '../whole-answer.ts';

interface Settings {
  readonly inside?: 'event' | 'character';
  readonly event?: number;
  readonly how?: 'close' | 'reset';
}

/** A stream is cut where its parts are not: half an event has arrived, or half a character. */
export const cutInStream: FaultKind = {
  name: 'cut-in-stream',
  site: 'stream',
  summary: 'A streamed answer stops inside an event, or inside a character.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      inside: {
        enum: ['event', 'character'],
        description:
          '`event` (default): half of it arrives. `character`: the first byte of one that has several; an answer without any cannot be struck.',
      },
      event: { type: 'integer', minimum: 1, description: 'The nth event. Default: the first that says something, or that holds such a character.' },
      how: { enum: ['close', 'reset'], description: '`close` (default) ends the body properly, `reset` breaks the connection.' },
    },
  },
  consumesRecording: false,
  example: { inside: 'event' },
  damage(settings, answer, context) {
    return isEventStream(answer.headers) ? withBody(answer, cut(answer, settings, context)) : answer;
  },
  tries(place) {
    if (place.kind !== 'request' || !place.stream || (place.says ?? []).length === 0) return [];
    const hasWideText = place.says!.some((block) => block.kind === 'text' && /[^\x00-\x7f]/.test(block.text));
    return [{}, ...(hasWideText ? [{ inside: 'character' }] : [])];
  },
  simpler(settings) {
    const { how: _how, ...clean } = settings;
    return simplerThan(settings, [{}, clean]);
  },
};

async function* cut(answer: Answer, settings: Settings, { speech, fired }: FaultContext): AsyncGenerator<Uint8Array> {
  const { inside = 'event', how = 'close' } = settings;
  const cutOf = inside === 'event' ? halfEvents(answer, speech, settings.event) : halfCharacters(settings.event);
  for await (const event of eventsIn(answer)) {
    const piece = cutOf(event);
    if (piece === undefined) {
      yield event;
      continue;
    }
    yield piece;
    fired(`cut the stream inside ${inside === 'event' ? 'an event' : 'a character'}${how === 'reset' ? ' by breaking the connection' : ''}`);
    if (how === 'reset') throw new WireBreak('aborted', 'The stream was cut by a planned fault.');
    return;
  }
}

function halfEvents(answer: Answer, speech: Speech | undefined, number: number | undefined): (event: Uint8Array) => Uint8Array | undefined {
  const isStruck = createEventChoice(answer, speech, number);
  return (event) => (isStruck(event) ? event.subarray(0, Math.floor(event.length / 2)) : undefined);
}

/** Servers that escape such a character are struck as if they did not: what arrives is the beginning of the same character. */
function halfCharacters(number: number | undefined): (event: Uint8Array) => Uint8Array | undefined {
  let count = 0;
  return (event) => {
    count++;
    if (number !== undefined && number !== count) return undefined;
    const bytes = encodeUtf8(decodeUtf8(event).replace(escaped, (_, slashes: string, json: string) => slashes + (JSON.parse(`"${json}"`) as string)));
    const at = bytes.findIndex((byte) => byte >= 0xc0);
    return at === -1 ? undefined : bytes.subarray(0, at + 1);
  };
}

/** The first escape of a character beyond ASCII, a pair of surrogates as one, behind slashes that escape each other. */
const escaped =
  /(?<!\\)((?:\\\\)*)(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u(?:00[89a-fA-F]|0[1-9a-fA-F]|[1-9a-cA-Ce-fE-F][0-9a-fA-F])[0-9a-fA-F]{1,2})/;
