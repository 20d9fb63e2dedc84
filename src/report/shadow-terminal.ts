import type { AgentComparison } from '../domain/agent-comparison.ts';
import type { Gate, GateOutcome, Readiness, ReadinessVerdict } from '../domain/readiness.ts';
import { formatCount } from './amounts.ts';
import { terminalPaint, type Paint, type TerminalColour } from './terminal-paint.ts';
import { wrapLine } from './text-columns.ts';
import { visibleLine } from './visible-text.ts';

interface TerminalSettings {
  readonly colour: boolean;
  readonly widthColumns: number;
}

/** Gates of one kind, such as segments, are listed up to here. */
const alikeShown = 8;

const marks: Readonly<Record<GateOutcome, readonly [sign: string, colour: TerminalColour]>> = {
  holds: ['✔', 'green'],
  fails: ['✘', 'red'],
  blocked: ['✘', 'red'],
  invalid: ['!', 'yellow'],
  missing: ['!', 'yellow'],
  'not-applicable': ['–', 'dim'],
};

const verdictColours: Readonly<Record<ReadinessVerdict, TerminalColour>> = {
  INVALID: 'yellow',
  BLOCKED: 'red',
  READY: 'green',
  'READY WITHIN ENVELOPE': 'green',
  'NOT YET': 'red',
};

/** The plain rule first, then the verdict in one sentence, then why, then what is missing. */
export function renderReadiness(readiness: Readiness, settings: TerminalSettings): string {
  const paint = terminalPaint(settings.colour);
  const { verdict, seedRule, gates, envelope, missing, rollout } = readiness;
  const write = (text: string, indent: string = ''): readonly string[] => wrapped(text, indent, settings);
  return [
    ...write(seedRule.text),
    ...write(seedRule.warning, '  ').map((line) => paint.dim(line)),
    '',
    ...write(readiness.sentence).map((line, index) => (index === 0 ? paint[verdictColours[verdict]](line) : line)),
    ...gateLines(gates, settings, paint),
    ...countLines(readiness, settings, paint),
    ...marked('→', 'cyan', envelope.text, settings, paint),
    ...(missing === undefined ? [] : marked('…', 'cyan', `missing for READY: ${missing.text}`, settings, paint)),
    ...marked('→', 'cyan', rollout.sentence, settings, paint),
    '',
  ].join('\n');
}

/** Which of two agents is better, on the whole and in each segment. */
export function renderComparison(comparison: AgentComparison, settings: TerminalSettings): string {
  const paint = terminalPaint(settings.colour);
  const { a, segments } = comparison;
  const colours = { better: 'green', worse: 'red', 'no evidence': 'dim' } as const;
  const signs = { better: '▲', worse: '▼', 'no evidence': '·' } as const;
  const shown = segments.toSorted((one, other) => Number(one.outcome === 'no evidence') - Number(other.outcome === 'no evidence'));
  return [
    ...wrapped(comparison.sentence, '', settings).map((line) => paint.bold(line)),
    ...shown
      .slice(0, alikeShown * 3)
      .flatMap(({ segment, value, outcome, onlyA, onlyB, n }) =>
        marked(
          signs[outcome],
          colours[outcome],
          `${segment} "${value}": ${outcome === 'no evidence' ? 'no evidence either way' : `${a} is ${outcome}`}; only one right in ${formatCount(onlyA)} against ${formatCount(onlyB)} of ${formatCount(n)}`,
          settings,
          paint,
        ),
      ),
    ...(shown.length > alikeShown * 3 ? [`  … and ${formatCount(shown.length - alikeShown * 3)} more segments (--json lists all)`] : []),
    '',
  ].join('\n');
}

/** All gates in their order; of many alike only the worst, and the number of the others. */
function gateLines(gates: readonly Gate[], settings: TerminalSettings, paint: Paint): readonly string[] {
  const byKind = Map.groupBy(gates, ({ name }) => name.split(':', 1)[0]!);
  return [...byKind].flatMap(([kind, alike]) => {
    const worst = alike.length <= alikeShown ? alike : alike.toSorted((a, b) => rank(a) - rank(b)).slice(0, alikeShown);
    const rest = alike.filter((gate) => !worst.includes(gate));
    const unmet = rest.filter(({ outcome }) => outcome !== 'holds' && outcome !== 'not-applicable').length;
    return [
      ...worst.flatMap((gate) => marked(...marks[gate.outcome], gate.text, settings, paint)),
      ...(unmet === 0 ? [] : marked(...marks.fails, `${formatCount(unmet)} more of "${kind}" do not hold`, settings, paint)),
      ...(rest.length === unmet ? [] : marked(...marks.holds, `${formatCount(rest.length - unmet)} more of "${kind}" hold`, settings, paint)),
    ];
  });
}

/** What does not hold first, by how bad it is. */
function rank({ outcome, value }: Gate): number {
  return (outcome === 'holds' || outcome === 'not-applicable' ? 1_000 : 0) + (value ?? 0);
}

/** Where cases went that a reader might miss. */
function countLines({ counts }: Readiness, settings: TerminalSettings, paint: Paint): readonly string[] {
  const said: readonly (readonly [count: number, text: string])[] = [
    [
      counts.withoutAgentDecision,
      `without a decision of the agent, ${formatCount(counts.unmapped)} of them an answer that no label fits: counted as errors`,
    ],
    [counts.contested, 'contested among people: counted as errors'],
    [counts.awaitingPerson, 'await a person: not judged'],
    [counts.beforeThisVersion, 'older than this version of the agent: not judged'],
    [counts.rejectedRows, 'rows rejected by the import: not known to this verdict'],
  ];
  return said.filter(([count]) => count > 0).flatMap(([count, text]) => marked('·', 'dim', `${formatCount(count)} ${text}`, settings, paint));
}

function marked(sign: string, colour: TerminalColour, text: string, settings: TerminalSettings, paint: Paint): readonly string[] {
  return wrapped(text, '    ', settings).map((line, index) => (index === 0 ? `  ${paint[colour](sign)} ${line.slice(4)}` : line));
}

function wrapped(text: string, indent: string, { widthColumns }: TerminalSettings): readonly string[] {
  return wrapLine(`${indent}${visibleLine(text)}`, Math.max(60, Math.min(widthColumns, 120)));
}
