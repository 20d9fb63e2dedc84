import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canonicalRequest } from '../../src/cassette/key.ts';
import { dialectFor } from '../../src/dialect/index.ts';
import { exactMatching } from '../../src/domain/cassette.ts';
import { encodeUtf8 } from '../../src/domain/http.ts';
import { createConversationTracker } from '../../src/gateway/conversation-tracker.ts';
import { createEventLog } from '../../src/run/event-log.ts';
import { requestSpecimens } from '../dialect/specimens.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: the log says of a request's turns what the events in memory say, although their text was made elsewhere, when the request was made comparable.
// Method: requests of every dialect, each asked, asked again, and with a long text in it, are tracked and logged; the log is parsed and compared.

test('the turns in the log are those of the event', () => {
  const path = join(tempFolder(), 'events.ndjson');
  const log = createEventLog(path);
  const history = log.open('e');
  const { continue: track } = createConversationTracker();
  const long = 'A "long" text,\n with \u2028 é 😀 \ud800 in it. '.repeat(50);
  let call = 0;
  for (const { url, body } of requestSpecimens) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    for (const asked of [text, text, text.replaceAll(/"(?:text|content)":"[^"]*"/g, (member) => `${member.split(':')[0]}:${JSON.stringify(long)}`)]) {
      const request = { method: 'POST', url, headers: [], body: encodeUtf8(asked) };
      const dialect = dialectFor(request);
      const canonical = canonicalRequest(request, dialect, exactMatching);
      if (canonical.chat === undefined || dialect === undefined) continue;
      const { operation, model, stream, turns } = canonical.chat;
      const { toolResults: _told, ...continuation } = track(canonical, canonical.chat);
      const envelope = { dialect: dialect.name, operation, model, stream, turnCount: turns.length };
      history.emit({ kind: 'model-request', call: ++call, ...envelope, ...continuation });
    }
  }
  log.close();
  expect(call).toBeGreaterThan(20);
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
    history.events.map((event) => ({ episode: 'e', ...(JSON.parse(JSON.stringify(event)) as object) })),
  );
});
