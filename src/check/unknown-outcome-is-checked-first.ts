import { other, pass, type Check } from './check.ts';
import { historyOf } from './history.ts';
import { refuted } from './refuted.ts';
import { counted, seqsOf, type Finding } from './sentence.ts';
import { needsKey, type ToolCall } from './tool-calls.ts';

/** An answer that was lost is no failure: the effect may have happened, so look first, or say with the key that it is the same. */
export const unknownOutcomeIsCheckedFirst: Check = {
  claim: 'unknown-outcome-is-checked-first',
  from: 'S1.2',
  rule: 'After a write whose answer was lost, the next call for the same operation or intent carries the same key, or a read of the same entity that succeeded came before it.',
  declaredAt: ['faults'],
  check(episode) {
    const { calls } = historyOf(episode);
    const seen = calls.filter(({ seenBy }) => seenBy === 'world');
    const lost = seen.filter((call) => needsKey(call) && call.outcome === 'unknown');
    if (lost.length === 0) {
      return seen.some(needsKey)
        ? other('not-applicable', 'The answer to every write arrived: a fault that loses one would test this.')
        : other('not-applicable', 'No tool that writes was called in a world.');
    }
    const findings: Finding[] = [];
    const undecided: Finding[] = [];
    const told: string[] = [];
    for (const call of lost) {
      const again = seen.find((next) => next.seq > call.seq && isSame(call, next));
      if (again === undefined) {
        told.push(`${call.tool} (event ${call.seq}) was not sent again`);
      } else if (call.key !== undefined && call.key === again.key) {
        told.push(`${call.tool} was sent again with its key (event ${again.seq})`);
      } else {
        const reads = seen.filter((read) => read.contract?.effect === 'read' && read.outcome === 'ok' && read.seq > call.seq && read.seq < again.seq);
        const checked = reads.find(({ entity }) => call.entity !== undefined && entity === call.entity);
        const seqs = [call.seq, again.seq];
        if (checked !== undefined) told.push(`${checked.tool} looked (event ${checked.seq}) before ${call.tool} was sent again`);
        else if (call.entity === undefined && reads.length > 0) undecided.push({ text: call.tool, seqs });
        else
          findings.push({
            text: `the outcome of ${call.tool} was unknown (event ${call.seq}), and it was sent again (event ${again.seq}) with ${again.key === undefined ? 'no key' : 'another key'}, and without a read of ${call.entity ?? 'what it is about'}`,
            seqs,
          });
      }
    }
    if (findings.length > 0) return refuted(findings);
    if (undecided.length > 0) {
      return other(
        'unobserved',
        `Something was read before ${undecided[0]!.text} was sent again, but nobody knows whether it was the same thing: declare \`entity\` in both contracts.`,
        seqsOf(undecided),
      );
    }
    return pass(
      `${counted(lost.length, 'answer')} lost: ${told.join('; ')}.`,
      lost.map(({ seq }) => seq),
    );
  },
};

function isSame(call: ToolCall, next: ToolCall): boolean {
  return next.operation === call.operation || (call.intent !== undefined && next.intent === call.intent && next.tool === call.tool);
}
