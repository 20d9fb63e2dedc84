import { canonicalJson } from '../domain/json.ts';
import { other, pass, type Check } from './check.ts';
import { historyOf } from './history.ts';
import { refuted } from './refuted.ts';
import { counted, listed, type Finding } from './sentence.ts';
import type { ToolCall } from './tool-calls.ts';

/** Codes by which the world refuses a call in place of the tool: no promise of the tool's. */
const codesOfTheWorld: ReadonlySet<string> = new Set(['INVALID_ARGUMENTS', 'UNKNOWN_TOOL', 'VERSION_REMOVED', 'RATE_LIMITED', 'KEY_REUSED']);

/** A tool is deterministic as far as its contract goes: it takes no longer, fails in no other way, and does nothing twice where it says so. The tool is named, never the agent. */
export const toolsKeepTheirPromises: Check = {
  claim: 'tools-keep-their-promises',
  from: 'S4.3',
  rule: 'Every answer of a tool came within the `secondsMax` of its contract, an error has one of its `errors`, none threw, hung or broke its contract, and asking an `idempotent` tool again changed nothing more. Calls that a planned fault struck are left out.',
  declaredAt: ['tools'],
  check(episode) {
    const seen = historyOf(episode).calls.filter(({ answer, struck }) => answer !== undefined && !struck);
    const promised = seen.filter(
      ({ contract }) => contract?.secondsMax !== undefined || contract?.errors !== undefined || contract?.idempotent === true,
    );
    const findings = [...seen.flatMap(broken), ...twice(seen)];
    if (findings.length > 0) return refuted(findings);
    if (promised.length === 0) {
      return episode.contracts.some(({ secondsMax, errors, idempotent }) => secondsMax !== undefined || errors !== undefined || idempotent === true)
        ? other('unobserved', 'No tool that promises anything was called in a world.')
        : other('not-applicable', 'No contract has `secondsMax`, `errors` or `idempotent`.');
    }
    const slowest = Math.max(...promised.map(({ answer }) => answer!.latencyMs));
    return pass(
      `${counted(promised.length, 'answer')} of ${listed([...new Set(promised.map(({ tool }) => tool))])} as promised, the slowest after ${slowest / 1000} s.`,
      promised.map(({ endSeq }) => endSeq!),
    );
  },
};

function broken({ tool, contract, answer, outcome, endSeq }: ToolCall): readonly Finding[] {
  const { toolFault, latencyMs, errorCode } = answer!;
  const seqs = [endSeq!];
  if (toolFault !== undefined) return [{ text: `the tool ${tool} broke its promise: ${toolFault} (event ${endSeq!})`, seqs }];
  const findings: Finding[] = [];
  if (contract?.secondsMax !== undefined && latencyMs > contract.secondsMax * 1000)
    findings.push({ text: `the tool ${tool} took ${latencyMs / 1000} s, promised ${contract.secondsMax} s (event ${endSeq!})`, seqs });
  const failed = outcome === 'temporary_error' || outcome === 'permanent_error' || outcome === 'invalid_input';
  if (failed && contract?.errors !== undefined && !codesOfTheWorld.has(errorCode ?? '') && !contract.errors.includes(errorCode ?? '')) {
    findings.push({
      text: `the tool ${tool} failed with ${errorCode ?? 'no code'}, promised ${contract.errors.join(', ')} (event ${endSeq!})`,
      seqs,
    });
  }
  return findings;
}

/** Effects of a second call for the same that changed something more. */
function twice(seen: readonly ToolCall[]): readonly Finding[] {
  const idempotent = seen.filter(({ contract }) => contract?.idempotent === true);
  return [...Map.groupBy(idempotent, ({ operation }) => operation).values()].flatMap((calls) => {
    const effects = calls.flatMap((call) => call.effects).filter(({ changes }) => changes.length > 0);
    const [first, ...again] = effects;
    // What others changed in between may be set back; only a change that the tool itself made already must not come again.
    const more = again.find((effect) =>
      effect.changes.some(
        (change) => !first!.changes.some((before) => before.path === change.path && canonicalJson(before.after) === canonicalJson(change.after)),
      ),
    );
    return more === undefined
      ? []
      : [
          {
            text: `the tool ${calls[0]!.tool} says that it is idempotent, and a second call changed ${listed(more.changes.map(({ path }) => path))} (event ${more.seq})`,
            seqs: [first!.seq, more.seq],
          },
        ];
  });
}
