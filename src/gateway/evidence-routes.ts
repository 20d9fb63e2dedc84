import type { EvidenceDesk } from '../evidence/index.ts';
import { jsonAnswer } from './json-answer.ts';
import type { SideRoute } from './side-route.ts';

/** Everything by which an agent says what it is doing: reports, and OpenTelemetry. */
export function evidenceRoutes(desk: EvidenceDesk): readonly SideRoute[] {
  return ['/evidence', '/otlp'].map((prefix) => ({
    prefix,
    answer: ({ request, crosses }) =>
      desk.answer(request, crosses) ?? jsonAnswer(404, { error: 'Evidence goes to /evidence, /otlp/v1/traces, /otlp/v1/logs or /otlp/v1/metrics.' }),
  }));
}
