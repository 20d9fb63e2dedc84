import { canonicalJson, type Json } from '../domain/json.ts';
import type { CaseReport, PackedCaseReport, PackedReport, Report, Silence } from '../domain/report.ts';
import type { StatedVerdict } from '../domain/verdict.ts';

/** What one case shows no evidence for, and has nothing of, before anybody knows how many others say the same. */
interface Heard {
  readonly silence: Silence;
  cases: number;
  /** Where it stands in the packed report; undefined until a second case has it. */
  index: number | undefined;
}

/**
 * A report in the form in which it is written. Cases of one kind are silent about the same claims in the same words: thousands of times half of the file.
 * What two cases and more have in common of this stands once, and they name it. `unpackReport` gives the very report back.
 */
export function packReport(report: Report): PackedReport {
  const rank = new Map(report.claims.map((claim, index) => [claim, index]));
  const known = new Map<string, Heard>();
  let last: Heard | undefined;
  const hear = (one: CaseReport): Heard | undefined => {
    if (!standInOrder(one.verdicts, rank)) return undefined;
    const silence = { unobserved: one.verdicts.filter(isSilent), notApplicable: one.notApplicable };
    if (silence.unobserved.length + silence.notApplicable.length === 0) return undefined;
    // Sessions of one run share their verdicts: most often no word need be compared.
    if (last === undefined || !isSame(last.silence, silence)) {
      const key = canonicalJson(silence as unknown as Json);
      last = known.get(key) ?? { silence, cases: 0, index: undefined };
      known.set(key, last);
    }
    last.cases++;
    return last;
  };
  const heard = report.cases.map(hear);
  const silences: Silence[] = [];
  const cases = report.cases.map((one, position): PackedCaseReport => {
    const found = heard[position];
    if (found === undefined || found.cases < 2) return one;
    found.index ??= silences.push(found.silence) - 1;
    return { ...one, verdicts: one.verdicts.filter((verdict) => !isSilent(verdict)), notApplicable: [], silence: found.index };
  });
  return silences.length === 0 ? report : { ...report, silences, cases };
}

/** The report that was packed; one that was not is returned as it is. Whoever calls has made sure that every silence that is named is there. */
export function unpackReport({ silences, ...report }: PackedReport): Report {
  if (silences === undefined) return report;
  const rank = new Map(report.claims.map((claim, index) => [claim, index]));
  const rankOf = ({ claim }: StatedVerdict): number => rank.get(claim) ?? rank.size;
  const cases = report.cases.map(({ silence, ...one }): CaseReport => {
    if (silence === undefined) return one;
    const { unobserved, notApplicable } = silences[silence]!;
    return {
      ...one,
      verdicts: [...one.verdicts, ...unobserved].sort((left, right) => rankOf(left) - rankOf(right)),
      notApplicable: one.notApplicable.length === 0 ? notApplicable : [...one.notApplicable, ...notApplicable],
    };
  });
  return { ...report, cases };
}

/** Nothing but that there was nothing to see. */
function isSilent({ outcome, evidence, place, expected, actual }: StatedVerdict): boolean {
  return outcome === 'unobserved' && evidence.length === 0 && place === undefined && expected === undefined && actual === undefined;
}

/** Verdicts in the order of the catalogue, each claim once, can be put in order again. */
function standInOrder(verdicts: readonly StatedVerdict[], rank: ReadonlyMap<string, number>): boolean {
  let before = -1;
  for (const { claim } of verdicts) {
    const here = rank.get(claim);
    if (here === undefined || here <= before) return false;
    before = here;
  }
  return true;
}

/** The very same objects. */
function isSame(left: Silence, right: Silence): boolean {
  return (
    left.notApplicable === right.notApplicable &&
    left.unobserved.length === right.unobserved.length &&
    left.unobserved.every((verdict, index) => verdict === right.unobserved[index])
  );
}
