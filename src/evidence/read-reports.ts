import { agentReportSchema, agentReportTypes } from '../domain/agent-report-schema.ts';
import type { AgentReport, EvidenceEventBody } from '../domain/agent-report.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import { compileSchema, type SchemaCheck } from '../domain/json-schema.ts';
import { nearestWord } from '../domain/validate.ts';

let validate: SchemaCheck | undefined;

/** Longest line that is read; a longer one is rejected, and the next one read again. */
const lineCharactersMax = 1024 * 1024;

/** Reads JSON lines that come in pieces. */
export interface ReportReader {
  /** The events of the lines that this piece completes. */
  read(piece: string): readonly EvidenceEventBody[];
  /** What is left at the end is a torn line, unless it is whole without its line break. */
  end(): readonly EvidenceEventBody[];
}

/** A reader for one source of lines. */
export function createReportReader(via: 'http' | 'file'): ReportReader {
  let rest = '';
  return {
    read(piece) {
      const lines = (rest + piece).split('\n');
      rest = lines.pop()!;
      // A line without end must not fill the memory: its beginning stands for it.
      if (rest.length > 2 * lineCharactersMax) rest = rest.slice(0, lineCharactersMax + 1);
      return lines.flatMap((line) => readLine(line, via));
    },
    end() {
      const line = rest;
      rest = '';
      return readLine(line, via);
    },
  };
}

function readLine(line: string, via: 'http' | 'file'): readonly EvidenceEventBody[] {
  if (line.trim() === '') return [];
  if (line.length > lineCharactersMax) return [rejected(via, `A line of more than ${lineCharactersMax} characters was not read.`)];
  let value: Json;
  try {
    value = JSON.parse(line) as Json;
  } catch (error) {
    return [rejected(via, `No JSON (torn?): ${(error as Error).message}: ${line.slice(0, 120)}`)];
  }
  const problem = problemOf(value);
  return [problem === undefined ? { kind: 'agent-reported', report: value as unknown as AgentReport, via } : rejected(via, problem)];
}

/** What keeps a value from being a report, in a sentence. */
export function problemOf(value: Json): string | undefined {
  validate ??= compileSchema(agentReportSchema);
  const type = (value as JsonObject | null)?.['type'];
  if (typeof type === 'string' && !(agentReportTypes as readonly string[]).includes(type)) {
    const near = nearestWord(type, agentReportTypes);
    return `There is no report of type ${JSON.stringify(type)}. ${near === undefined ? `Types: ${agentReportTypes.join(', ')}.` : `Did you mean \`${near}\`?`}`;
  }
  const [error] = validate(value);
  if (error === undefined) return undefined;
  return `A report${typeof type === 'string' ? ` of type ${type}` : ''} is not as it must be: ${`${error.at.slice(1)} ${error.message}`.trim()}.`;
}

function rejected(via: 'http' | 'file', text: string): EvidenceEventBody {
  return { kind: 'evidence-rejected', via, text };
}
