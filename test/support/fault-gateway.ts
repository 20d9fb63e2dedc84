import { onTestFinished } from 'vitest';
import { createRedactor } from '../../src/cassette/redaction/index.ts';
import { exactMatching } from '../../src/domain/cassette.ts';
import type { Block } from '../../src/domain/chat.ts';
import type { EventBody } from '../../src/domain/event.ts';
import type { Occurrence } from '../../src/domain/fault.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { createInjector, faultKinds } from '../../src/fault/index.ts';
import { createEpisodeGate, createScriptAnswerer, startHttpFront } from '../../src/gateway/index.ts';

/** A gateway on loopback whose model always says these blocks, under one fault. */
export async function faultGateway(
  fault: string,
  settings: JsonObject,
  says: readonly Block[],
  occurrence: Occurrence = 'every',
): Promise<{ readonly origin: string; readonly events: readonly EventBody[] }> {
  const events: EventBody[] = [];
  const gate = createEpisodeGate({
    answerer: createScriptAnswerer(() => ({ blocks: says }), { seed: 1, origin: 'scripted', label: 'a test' }),
    injector: createInjector([{ fault, match: {}, occurrence, settings }], faultKinds),
    redactor: createRedactor(),
    matching: exactMatching,
    emit: (event) => void events.push(event),
  });
  const front = await startHttpFront(0);
  front.open('', gate);
  onTestFinished(() => front.stop());
  return { origin: front.origin, events };
}
