import type { ReportOf } from '../domain/agent-report.ts';
import { canonicalJson } from '../domain/json.ts';
import { hasAtLeast } from './answer-is-as-expected.ts';
import { isPresent } from './answer-words.ts';
import { other, pass, type Check } from './check.ts';
import { historyOf, type History, type Reported } from './history.ts';
import { refuted } from './refuted.ts';
import { counted, listed, type Finding } from './sentence.ts';
import type { ToolCall } from './tool-calls.ts';

/** A customer asks why; the answer must not be the prompt. */
export const auditExplainsEachDecision: Check = {
  claim: 'audit-explains-each-decision',
  from: 'S2.3',
  rule: 'Every call of a tool has a line in the audit log that chose that tool with these arguments, with reasoning, considered_tools, chosen_tool, confidence, params, result and cost_usd; and the log has no call that never happened.',
  declaredAt: [],
  check(episode) {
    const history = historyOf(episode);
    const lines = history.reports('audit');
    if (lines.length === 0) {
      return history.calls.length === 0
        ? other('not-applicable', 'The agent called no tool, and wrote no audit log.')
        : other(
            'unobserved',
            `${counted(history.calls.length, 'call')} of tools, and no audit log: report {"type":"audit","reasoning":...,"considered_tools":[...],"chosen_tool":...,"confidence":...,"params":...,"result":...,"cost_usd":...} for each.`,
          );
    }
    const findings: Finding[] = lines.flatMap(({ seq, report }) => {
      const missing = missingIn(report);
      return missing.length === 0 ? [] : [{ text: `the audit line in event ${seq} has no ${listed(missing)}`, seqs: [seq] }];
    });
    // An attempt that is made again is the same decision.
    const decisions = [...new Map(history.calls.map((call) => [call.operation, call])).values()];
    for (const call of decisions) {
      if (!lines.some(({ report }) => tellsOf(report, call)))
        findings.push({
          text: `nothing explains the call of ${call.tool} with ${canonicalJson(call.arguments)} (event ${call.seq})`,
          seqs: [call.seq],
        });
    }
    if (history.calls.some(({ seenBy }) => seenBy === 'world') || episode.world !== undefined) findings.push(...invented(lines, history));
    if (findings.length > 0) return refuted(findings);
    return pass(
      `${counted(lines.length, 'audit line')} for ${counted(decisions.length, 'decision')}, each with all that explains it.`,
      lines.map(({ seq }) => seq),
    );
  },
};

/** The arguments of the call are those that the log says, apart from a key that was added later. */
function tellsOf({ chosen_tool: tool, params }: ReportOf<'audit'>, call: ToolCall): boolean {
  return tool === call.tool && (params === undefined || hasAtLeast(call.arguments, params));
}

function missingIn(line: ReportOf<'audit'>): readonly string[] {
  if (line.chosen_tool === undefined || line.chosen_tool === '') return line.reasoning === undefined ? ['chosen_tool', 'reasoning'] : [];
  const given: Readonly<Record<string, boolean>> = {
    reasoning: isPresent(line.reasoning),
    considered_tools: isPresent(line.considered_tools),
    confidence: line.confidence !== undefined,
    params: line.params !== undefined,
    result: line.result !== undefined,
    cost_usd: line.cost_usd !== undefined,
  };
  return Object.entries(given).flatMap(([name, present]) => (present ? [] : [name]));
}

/** To ask a person is a choice like a tool, whichever way the request takes. */
function invented(lines: readonly Reported<'audit'>[], { calls, of }: History): readonly Finding[] {
  const happened = new Set([...calls.map(({ tool }) => tool), ...(of('human-asked').length > 0 ? ['ask_person'] : [])]);
  return lines
    .filter(({ report }) => report.chosen_tool !== undefined && report.chosen_tool !== '' && !happened.has(report.chosen_tool))
    .map(({ seq, report }) => ({ text: `the audit log tells of ${report.chosen_tool!} (event ${seq}), which was never called`, seqs: [seq] }));
}
