import { githubAnnotations } from './github-annotations.ts';
import { githubSummary } from './github-summary.ts';
import type { Reporter } from './reporter.ts';

/** What GitHub Actions shows: annotations on the lines of the scenarios (print the file to the log) and a job summary (append it to `$GITHUB_STEP_SUMMARY`). */
export const github: Reporter = {
  name: 'github',
  render: (report) => [
    { path: 'annotations.txt', text: githubAnnotations(report) },
    { path: 'summary.md', text: githubSummary(report) },
  ],
};
