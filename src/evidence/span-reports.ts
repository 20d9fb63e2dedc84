import type { AgentReport, EvidenceEventBody, Span } from '../domain/agent-report.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import { problemOf } from './read-reports.ts';

/** Events of a span with such a name are reports: `rehearsal.state` with the attributes `from` and `to`. */
const prefix = 'rehearsal.';

/** What the events of a span report. Attributes hold scalars only, so a member that should be an object may come as JSON text. */
export function reportsOfSpan(span: Span): readonly EvidenceEventBody[] {
  return span.events
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ name, attributes }): EvidenceEventBody => {
      const report: JsonObject = { type: name.slice(prefix.length), ...Object.fromEntries(Object.entries(attributes).map(readMember)) };
      const problem = problemOf(report);
      return problem === undefined
        ? { kind: 'agent-reported', report: report as unknown as AgentReport, via: 'span' }
        : { kind: 'evidence-rejected', via: 'otlp', text: `The event ${name} of the span ${JSON.stringify(span.name)}: ${problem}` };
    });
}

function readMember([name, value]: readonly [string, Json]): readonly [string, Json] {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return [name, value];
  try {
    return [name, JSON.parse(value) as Json];
  } catch {
    return [name, value];
  }
}
