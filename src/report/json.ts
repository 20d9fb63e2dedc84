import type { Json } from '../domain/json.ts';
import type { PackedReport } from '../domain/report.ts';
import { packReport } from './packed-report.ts';
import { prettyJson } from './pretty-json.ts';
import type { Reporter } from './reporter.ts';
import { escapeInvisibleInJson } from './visible-text.ts';

/** Members in the order in which a person looks for them; the same list serves every level. */
const readingOrder = [
  'format rehearsalVersion command seed shard exitCode id scenario name place file line column',
  'claim outcome sentence counts expected seen actual task answer expectation verdicts notApplicable miss notes repeat',
  'seq atMs kind who title text tone evidence event conversation timeline',
  'durationMs modelCalls inputTokens outputTokens usd silence claims cases silences',
].flatMap((names) => names.split(' '));

/**
 * The report itself, for other programs and for `rehearsal report merge`: indented, in one order whatever the order of the keys, and with
 * invisible characters as `\uXXXX`, so that `cat report.json` obeys nobody.
 */
export const json: Reporter = {
  name: 'json',
  render: (report) => [{ path: 'report.json', text: `${escapeInvisibleInJson(prettyJson(asJson(packReport(report)), readingOrder))}\n` }],
};

/** A report is JSON by construction; interfaces merely have no index signature. */
function asJson(report: PackedReport): Json {
  return report as unknown as Json;
}
