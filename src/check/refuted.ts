import { fail, type Judgement } from './check.ts';
import { seqsOf, sentenceOf, type Finding } from './sentence.ts';

/** The verdict on findings that refute a claim. */
export function refuted(findings: readonly Finding[]): Judgement {
  return fail(sentenceOf(findings), seqsOf(findings));
}
