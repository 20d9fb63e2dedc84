/** Where in a file something is wrong; line and column count from 1. */
export interface SourcePlace {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * Everything that can go wrong for a user, by a stable code. The code says which exit code the process ends with: 2 for what the user wrote
 * (files, flags), 3 for what the machine or the recording did.
 */
export const failureCodes = {
  USAGE: 2,
  SCENARIO_INVALID: 2,
  SCENARIO_NOT_FOUND: 2,
  CONFIGURATION_INVALID: 2,
  CASSETTE_EXISTS: 2,
  UNKNOWN_DIALECT: 2,
  UNKNOWN_FAULT: 2,
  FAULTS_EXCLUDE_EACH_OTHER: 2,
  UNKNOWN_CHECK: 2,
  UNKNOWN_MATCHER: 2,
  AGENT_INVALID: 2,
  NODE_TOO_OLD: 2,
  REPORT_INVALID: 2,
  LEDGER_NOT_FOUND: 2,
  PROPERTIES_INVALID: 2,
  STORY_INVALID: 2,
  MAPPING_INVALID: 2,
  MAPPING_UNCONFIRMED: 2,
  DECISIONS_UNREADABLE: 2,
  SCHEMA_UNSATISFIABLE: 2,
  CASSETTE_NOT_FOUND: 3,
  CASSETTE_CORRUPT: 3,
  CASSETTE_EDITED: 3,
  CASSETTE_FUTURE_VERSION: 3,
  CASSETTE_EMPTY: 3,
  CASSETTE_BUSY: 3,
  RECORDING_FAILED: 3,
  REPLAY_MISS: 3,
  REPLAY_EXHAUSTED: 3,
  DIVERGED: 3,
  EGRESS_DENIED: 3,
  UPSTREAM_UNREACHABLE: 3,
  UPSTREAM_TIMEOUT: 3,
  UNREADABLE_REQUEST: 3,
  AGENT_FAILED: 3,
  MODEL_FAILED: 3,
  LEDGER_UNREADABLE: 3,
  LEDGER_UNREACHABLE: 3,
  LEDGER_BUSY: 3,
  PORT_IN_USE: 3,
  TOXIPROXY_UNUSABLE: 3,
  DOCKER_UNAVAILABLE: 3,
  CONTAINER_FAILED: 3,
  DISK_FULL: 3,
  WRITE_FAILED: 3,
  MOMENT_NOT_REACHED: 3,
  TOO_MANY_RESTARTS: 3,
  RESULTS_INCOMPLETE: 3,
  INTERNAL: 3,
} as const;

export type FailureCode = keyof typeof failureCodes;

/** What failed, on what, why, and what to do next. Every message that Rehearsal shows a user is one of these. */
export class RehearsalFailure extends Error {
  readonly code: FailureCode;
  /** What to do next, as a sentence or a command. */
  readonly hint: string | undefined;
  readonly place: SourcePlace | undefined;

  constructor(code: FailureCode, message: string, details: { hint?: string; place?: SourcePlace; cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'RehearsalFailure';
    this.code = code;
    this.hint = details.hint;
    this.place = details.place;
  }

  get exitCode(): 2 | 3 {
    return failureCodes[this.code];
  }
}

/** `file:line:column`, as editors and terminals link it; parts that are not known are left out. */
export function formatPlace(place: SourcePlace): string {
  return [place.file, place.line, place.line === undefined ? undefined : place.column].filter((part) => part !== undefined).join(':');
}

/** A failure on one line: its place where the words do not name it, what happened, and what to do. */
export function failureText({ message, hint, place }: RehearsalFailure): string {
  const where = place === undefined || message.includes(place.file) ? '' : `${formatPlace(place)}: `;
  return [`${where}${message}`, hint].filter((part) => part !== undefined).join(' ');
}

/** Turns whatever was thrown into a failure with a code, keeping one that already has it. */
export function toFailure(thrown: unknown, code: FailureCode = 'INTERNAL'): RehearsalFailure {
  if (thrown instanceof RehearsalFailure) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (isNodeError(thrown) && (thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT')) {
    return new RehearsalFailure('DISK_FULL', `The disk is full: ${message}`, {
      hint: 'Free some space and run the command again; nothing that was complete on disk has been touched.',
      cause: thrown,
    });
  }
  return new RehearsalFailure(code, message, {
    cause: thrown,
    ...(code === 'INTERNAL' ? { hint: 'This is a defect in Rehearsal; please report it with the stack (run again with REHEARSAL_DEBUG=1).' } : {}),
  });
}

/** True for errors of Node's own, which carry a `code` such as ENOENT. */
export function isNodeError(thrown: unknown): thrown is Error & { code: string } {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string';
}
