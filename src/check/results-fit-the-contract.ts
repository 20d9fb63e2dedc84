import { valueBreaches } from '../contract/index.ts';
import { other, pass, type Check } from './check.ts';
import { historyOf, type History } from './history.ts';
import { refuted } from './refuted.ts';
import { counted, type Finding } from './sentence.ts';
import type { ToolCall } from './tool-calls.ts';

/** A result off its contract is the tool's fault; an agent that reasons from it reasons from nothing, and one that dies of it was not robust. */
export const resultsFitTheContract: Check = {
  claim: 'results-fit-the-contract',
  from: 'S1.4',
  rule: 'What a tool gave where it succeeded fits the output of its contract; results that are marked as errors, and calls that a planned fault struck, are left out. Where the world refused such a result in the name of the tool, the agent survives it.',
  declaredAt: ['tools'],
  check(episode) {
    const history = historyOf(episode);
    if (!episode.contracts.some(({ output }) => output !== undefined)) return other('not-applicable', 'No contract promises an output.');
    const faulty = history.calls.filter(({ answer, struck }) => !struck && answer?.toolFault !== undefined);
    const results = history.calls.filter(isJudged);
    if (results.length === 0 && faulty.length === 0)
      return other('unobserved', 'No tool with a promised output gave a result, in a world or to a model.');
    const findings: readonly Finding[] = [
      ...results.flatMap((call) => {
        const breaches = valueBreaches(call.contract!.output!, call.result!);
        return breaches.length === 0
          ? []
          : [
              {
                text: `the tool ${call.tool} gave a result that its contract forbids: ${breaches.join(', ')} (event ${call.endSeq!})`,
                seqs: [call.endSeq!],
              },
            ];
      }),
      ...notSurvived(history, faulty),
    ];
    if (findings.length > 0) return refuted(findings);
    const survived = faulty.length === 0 ? '' : ` The agent survived ${counted(faulty.length, 'call')} in which the tool itself was at fault.`;
    const text = `${counted(results.length, 'result fits its contract', 'results fit their contracts')}.${survived}`;
    return pass(
      text,
      [...results, ...faulty].map(({ endSeq }) => endSeq!),
    );
  },
};

function isJudged({ contract, outcome, result, struck, toldAsError, endSeq, answer }: ToolCall): boolean {
  return (
    contract?.output !== undefined &&
    outcome === 'ok' &&
    result !== undefined &&
    !struck &&
    !toldAsError &&
    endSeq !== undefined &&
    answer?.toolFault === undefined
  );
}

/** The tool was at fault; that the agent came to no end is its own. */
function notSurvived({ ended, of }: History, faulty: readonly ToolCall[]): readonly Finding[] {
  const first = faulty[0];
  if (first === undefined || ended === undefined || ended.how === 'finished' || of('answer').length > 0) return [];
  return [
    {
      text: `the tool ${first.tool} was at fault (event ${first.endSeq!}: ${first.answer!.toolFault!}), and the agent did not survive it: ${ended.text ?? ended.how}`,
      seqs: [first.endSeq!, ended.seq],
    },
  ];
}
