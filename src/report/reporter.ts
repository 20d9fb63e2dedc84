import type { Report } from '../domain/report.ts';

/** One file of a report; `path` is relative to the directory that the command line was given. */
export interface ReportFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Shows a finished report in one form.
 *
 * Laws (`test/laws/reporter.laws.ts`): the same report gives the same bytes; nothing that an agent said can leave its place, whatever it is: no markup,
 * link, workflow command or control character of the agent's is ever live in a file.
 *
 * @example const files = junit.render(report); // [{ path: 'junit.xml', text: '<?xml …' }]
 */
export interface Reporter {
  /** Stable, as it is written after `--reporter`. */
  readonly name: string;
  render(report: Report): readonly ReportFile[];
}
