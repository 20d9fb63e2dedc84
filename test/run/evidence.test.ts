// Goal: what an agent says of itself stands in the history where it was said, whichever way it takes, and whatever kind of agent it is.
// Method: real agents as a module and as a command, which call a tool of a world and speak before and after.
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { agentKinds, worldProject } from '../support/world-project.ts';

const door = resolve('src/agent.ts');

const agent = `import { appendFileSync } from 'node:fs';
import { report } from ${JSON.stringify(door)};
export default async (task, { environment }) => {
  const call = () => fetch(environment.REHEARSAL_TOOLS_URL + '/get_order', { method: 'POST', body: JSON.stringify({ order_id: '4711' }) });
  const taken = report({ type: 'state', from: 'INIT', to: 'PLANNING' });
  await call();
  appendFileSync(environment.REHEARSAL_EVIDENCE_FILE, '{"type":"checkpoint","name":"half way"}\\n{"type":"nonsense"}\\n');
  await call();
  const posted = await fetch(environment.REHEARSAL_EVIDENCE_URL, { method: 'POST', body: '{"type":"queued","item":"a"}\\n{"type":"log","level":"info","message":"mail grace.hopper@example.com"}' });
  const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), name: 'agent_process', startTimeUnixNano: '1700000000000000000', endTimeUnixNano: '1700000001000000000' };
  const traced = await fetch(environment.OTEL_EXPORTER_OTLP_ENDPOINT + '/v1/traces', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }) });
  await call();
  report({ type: 'state', from: 'PLANNING', to: 'DONE' });
  return { taken, posted: posted.status, traced: traced.status, unknown: (await fetch(environment.OTEL_EXPORTER_OTLP_ENDPOINT + '/v2')).status };
};
`;

describe.each(agentKinds)('an agent that is a %s', (kind) => {
  test('is heard in order, between its calls', async () => {
    const { events, answer, of, only } = await worldProject(kind, agent).run();
    expect(answer).toEqual({ taken: true, posted: 202, traced: 200, unknown: 404 });
    const heard = events.flatMap((event) => {
      if (event.kind === 'agent-reported') return [`${event.via} ${event.report.type}`];
      return ['tool-called', 'span-ended', 'evidence-rejected', 'answer'].includes(event.kind) ? [event.kind] : [];
    });
    expect(heard).toEqual([
      'file state',
      'tool-called',
      'file checkpoint',
      'evidence-rejected',
      'tool-called',
      'http queued',
      'http log',
      'span-ended',
      'tool-called',
      'file state',
      'answer',
    ]);
    expect(of('evidence-rejected')[0]!.text).toContain('no report of type "nonsense"');
    // Whoever misses evidence in the report learns there why it did not count.
    expect(only.notes.join('\n')).toContain(
      `What the agent reported once could not be read, and did not count. It (event ${of('evidence-rejected')[0]!.seq})`,
    );
    expect(JSON.stringify(events)).not.toContain('grace.hopper@example.com');
  });
});

test('outside of a rehearsal nobody is told, and nothing happens', async () => {
  const { report } = await import('../../src/agent.ts');
  expect(report({ type: 'checkpoint', name: 'n' })).toBe(false);
});
