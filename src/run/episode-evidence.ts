import { join } from 'node:path';
import type { Redactor } from '../cassette/redaction/index.ts';
import type { EvidenceEventBody } from '../domain/agent-report.ts';
import type { Crossing } from '../domain/world-moment.ts';
import { createEvidenceDesk, openEvidenceFile } from '../evidence/index.ts';
import { evidenceRoutes, type SideRoute } from '../gateway/index.ts';
import type { EpisodeHistory } from './event-log.ts';
import { emitRedacted } from './redacted-json.ts';

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

export interface EpisodeEvidenceOptions {
  readonly history: EpisodeHistory;
  redactor(): Redactor;
  readonly crosses: Crossing;
}

/** Opens the ways in which an agent may speak of itself; its file is read before any other event is written, so that order holds. */
export function openEpisodeEvidence(folder: string, { history, redactor, crosses }: EpisodeEvidenceOptions): EpisodeEvidence {
  const path = join(folder, 'evidence.jsonl');
  const emit = (event: EvidenceEventBody): void => emitRedacted(history, event, redactor());
  const file = openEvidenceFile(path, (event) => {
    // What stands in the file has been said, whatever becomes of the agent when it is read.
    if (event.kind === 'agent-reported') crosses({ kind: event.kind, report: event.report.type });
    emit(event);
  });
  let polling = false;
  // What is written while it is read comes behind what is being read.
  const poll = (): void => {
    if (polling) return;
    polling = true;
    try {
      file.poll();
    } finally {
      polling = false;
    }
  };
  history.lead(poll);
  return {
    routes: evidenceRoutes(createEvidenceDesk(emit)),
    environment: (baseUrl) => ({
      REHEARSAL_EVIDENCE_URL: `${baseUrl}/evidence`,
      REHEARSAL_EVIDENCE_FILE: path,
      OTEL_EXPORTER_OTLP_ENDPOINT: `${baseUrl}/otlp`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    }),
    hear: poll,
    end: () => file.close(),
  };
}
