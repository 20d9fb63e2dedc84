import type { Json } from '../../domain/json.ts';
import { prettyJson } from '../pretty-json.ts';
import { escapeInvisibleInJson } from '../visible-text.ts';
import type { ChaosReporter } from './chaos-reporter.ts';

/** Members in the order in which a person looks for them. */
const readingOrder = [
  'format rehearsalVersion command seed shard exitCode id scenario name sentence counts stopped planned',
  'outcome faults places variant broken finding schedule fault match occurrence settings claims words smallest found file command',
  'findings coverage notExercised rates reliability kinds undisturbed',
  'cells cases',
].flatMap((names) => names.split(' '));

/** The report itself, for other programs and for `rehearsal report show`, with invisible characters as `\\uXXXX`, so that `cat chaos.json` obeys nobody. */
export const chaosJson: ChaosReporter = {
  name: 'json',
  render: (report) => [{ path: 'chaos.json', text: `${escapeInvisibleInJson(prettyJson(report as unknown as Json, readingOrder))}\n` }],
};
