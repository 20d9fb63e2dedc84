// Goal: a line of the event log is its event, whoever wrote the text of it. Method: the same events with their text and without, awkward ones among them; the file is read back.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EventBody } from '../../src/domain/event.ts';
import { createRealClock } from '../../src/gateway/index.ts';
import { createEventLog } from '../../src/run/event-log.ts';
import { tempFolder } from '../support/temp-folder.ts';

const bodies: readonly EventBody[] = [
  { kind: 'egress-denied', target: 'a"b\\c\u2028\ud800' },
  { kind: 'task-given', index: 0, task: { 2: 'two', 1: 'one', b: [null, 1e21, -0], a: { ['__proto__']: 1 } } },
  { kind: 'episode-ended', how: 'finished' },
];

test('with its text or without, the line is the same, and is the event', () => {
  const lines = [false, true].map((isWritten) => {
    const file = join(tempFolder(), 'events.ndjson');
    const log = createEventLog(file);
    const history = log.open('s.yaml#"a"', { clock: { ...createRealClock(), now: () => 7.4 } });
    for (const body of bodies) history.emit(body, isWritten ? JSON.stringify(body) : undefined);
    history.flush();
    log.close();
    const written = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(written).toHaveLength(bodies.length);
    expect(written).toEqual(history.events.map((event) => JSON.stringify({ episode: 's.yaml#"a"', ...event })));
    return written;
  });
  expect(lines[0]).toEqual(lines[1]);
  expect(lines[0]![1]).toContain('"seq":2,"atMs":7,"kind":"task-given"');
});
