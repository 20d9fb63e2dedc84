import { join } from 'node:path';
import type { Redactor } from '../cassette/redaction/index.ts';
import type { EvidenceEventBody } from '../domain/agent-report.ts';
import { createEvidenceDesk, openEvidenceFile } from '../evidence/index.ts';
import { evidenceRoutes, type SideRoute } from '../gateway/index.ts';
import type { EpisodeHistory } from './event-log.ts';
import { redactedEvent } from './redacted-json.ts';

/** Where the agent of one episode says what it is doing. */
export interface EpisodeEvidence {
  readonly routes: readonly SideRoute[];
  /** The variables by which the agent finds it. */
  environment(baseUrl: string): Readonly<Record<string, string>>;
  /** Reads what is new. */
  hear(): void;
  /** Reads what is left. */
  end(): void;
}

/** Opens the ways in which an agent may speak of itself; its file is read before any other event is written, so that order holds. */
export function openEpisodeEvidence(folder: string, history: EpisodeHistory, redactor: () => Redactor): EpisodeEvidence {
  const path = join(folder, 'evidence.jsonl');
  const emit = (event: EvidenceEventBody): void => history.emit(redactedEvent(event, redactor()));
  const file = openEvidenceFile(path, emit);
  history.lead(() => file.poll());
  return {
    routes: evidenceRoutes(createEvidenceDesk(emit)),
    environment: (baseUrl) => ({
      REHEARSAL_EVIDENCE_URL: `${baseUrl}/evidence`,
      REHEARSAL_EVIDENCE_FILE: path,
      OTEL_EXPORTER_OTLP_ENDPOINT: `${baseUrl}/otlp`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    }),
    hear: () => file.poll(),
    end: () => file.close(),
  };
}
