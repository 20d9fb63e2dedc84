import type { CommandModule } from 'yargs';
import { backtestCommand } from '../shadow/backtest.ts';
import { compareCommand } from '../shadow/compare.ts';
import { exportCommand } from '../shadow/export.ts';
import { gateCommand } from '../shadow/gate.ts';
import { importCommand } from '../shadow/import.ts';
import { policyCommand } from '../shadow/policy.ts';
import { reportCommand } from '../shadow/report.ts';
import { sampleCommand } from '../shadow/sample.ts';
import { shadowServeCommand } from '../shadow/serve.ts';
import { simulateCommand } from '../shadow/simulate.ts';
import { statusCommand } from '../shadow/status.ts';

/** In the order of the help. */
const actions = [
  importCommand,
  statusCommand,
  gateCommand,
  reportCommand,
  compareCommand,
  exportCommand,
  backtestCommand,
  shadowServeCommand,
  policyCommand,
  simulateCommand,
  sampleCommand,
] as readonly unknown[] as readonly CommandModule[];

/** `rehearsal shadow`: an agent's decisions beside those of people, and whether it may go live. */
export const shadowCommand: CommandModule = {
  command: 'shadow <action>',
  describe: "hold an agent's decisions against those of people: may it go live?",
  builder: (yargs) => yargs.command([...actions]).demandCommand(1, 'Name what is to be done: import, status, gate, report, …'),
  handler: () => undefined,
};
