import type { ChaosReport } from '../../domain/chaos.ts';
import type { ReportFile } from '../reporter.ts';

/** Shows a finished exploration in one form; the laws of a `Reporter` hold for it too. */
export interface ChaosReporter {
  readonly name: string;
  render(report: ChaosReport): readonly ReportFile[];
}
