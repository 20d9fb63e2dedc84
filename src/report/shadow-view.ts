import type { Gate, GateOutcome, Readiness } from '../domain/readiness.ts';
import type { Disagreement, ShadowReport } from '../domain/shadow-report.ts';
import { formatCount, formatCounted } from './amounts.ts';
import { amountText, chanceText, lowerText, momentText, percentText, rateText, upperText } from './shadow-words.ts';
import { cutText, visibleLine, visibleText } from './visible-text.ts';

const outcomeWords: Readonly<Record<GateOutcome, readonly [sign: string, word: string, tone: string]>> = {
  holds: ['✔', 'holds', 'pass'],
  fails: ['✘', 'does not hold', 'fail'],
  blocked: ['✘', 'blocks', 'fail'],
  missing: ['!', 'missing', 'invalid'],
  invalid: ['!', 'invalid', 'invalid'],
  'not-applicable': ['–', 'does not apply', 'not-run'],
};

const tones = { READY: 'pass', 'READY WITHIN ENVELOPE': 'pass', 'NOT YET': 'fail', BLOCKED: 'fail', INVALID: 'invalid' } as const;

/** The page as texts and flags; the template puts them in their places and computes nothing. Charts come as finished SVG, by name. */
export function shadowView(report: ShadowReport, charts: Readonly<Record<string, string | undefined>>): object {
  const { readiness, disagreements } = report;
  const { envelope, policy, rollout, critical, counts } = readiness;
  const text = (value: string): string => visibleText(value);
  return {
    tone: tones[readiness.verdict],
    verdict: readiness.verdict,
    sentence: text(readiness.sentence),
    isLong: readiness.sentence.length > 160,
    seedRule: { text: text(readiness.seedRule.text), warning: text(readiness.seedRule.warning) },
    facts: facts(report),
    gates: readiness.gates.map(gateView),
    // Most verdicts say it in their sentence already.
    missing: readiness.missing === undefined || readiness.sentence.includes(readiness.missing.text) ? null : text(readiness.missing.text),
    charts,
    isDated: readiness.accuracyPath.every(({ atMs }) => atMs !== null),
    accuracy: {
      needed: String(policy.accuracy.min),
      rate: rateText(readiness.accuracy.rate),
      n: formatCount(readiness.accuracy.n),
      lower: lowerText(readiness.accuracy.lower),
      wilson: lowerText(readiness.accuracy.wilsonLower),
      clopperPearson: lowerText(readiness.accuracy.clopperPearsonLower),
      path: readiness.accuracyPath
        .filter((_, index, all) => index === all.length - 1 || index % Math.max(1, Math.floor(all.length / 20)) === 0)
        .map((point) => ({
          at: momentText(point.atMs),
          n: formatCount(point.n),
          accuracy: rateText(point.accuracy),
          lower: lowerText(point.lower),
          wilson: lowerText(point.wilsonLower),
        })),
    },
    clusters: readiness.clusters.map((cluster) => ({ text: text(cluster.text), warns: cluster.warning })),
    segments: readiness.segments
      .toSorted((a, b) => (a.rate ?? -1) - (b.rate ?? -1))
      .map((segment) => ({
        name: line(`${segment.segment}: ${segment.value === '' ? '(not given)' : segment.value}`),
        k: formatCount(segment.k),
        n: formatCount(segment.n),
        rate: rateText(segment.rate),
        lower: lowerText(segment.lower),
        upper: upperText(segment.upper),
        outcome: segment.outcome,
        tone: segment.outcome === 'holds' ? 'pass' : segment.outcome === 'below' ? 'fail' : 'not-run',
      })),
    segmentsThreshold: String(policy.segments.min),
    confusion: {
      decisions: readiness.confusion.decisions.map(line),
      rows: readiness.confusion.references.map((reference, y) => ({
        reference: line(reference),
        counts: readiness.confusion.counts[y]!.map(formatCount),
      })),
    },
    critical: {
      errors: formatCount(critical.errors),
      possible: formatCount(critical.possible),
      upper: critical.upper === null ? null : percentText(critical.upper),
      notSaid: critical.notSaid === 0 ? null : formatCount(critical.notSaid),
      rateMax: percentText(policy.critical.rateMax),
      cases: critical.cases.map((one) => ({
        caseId: line(one.caseId),
        at: momentText(one.decidedAtMs),
        decision: one.decision === null ? 'no decision' : line(one.decision),
        reference: line(one.reference),
        amount: amountText(one.amount),
        trace: traceView(one.trace),
      })),
    },
    people: peopleView(readiness),
    baselines: readiness.baselines.map((baseline) => ({
      name: line(baseline.name),
      kind: baseline.kind,
      n: formatCount(baseline.n),
      agent: rateText(baseline.agentAccuracy),
      accuracy: rateText(baseline.accuracy),
      onlyAgent: formatCount(baseline.onlyAgent),
      onlyBaseline: formatCount(baseline.onlyBaseline),
      p: chanceText(baseline.mcnemarP),
      share: `${lowerText(baseline.shareLower)} to ${upperText(baseline.shareUpper)}`,
    })),
    cost: costView(readiness),
    envelope: {
      text: text(envelope.text),
      validity: envelope.validity,
      found: envelope.found !== undefined,
      configuration: envelope.found === undefined ? null : JSON.stringify(envelope.found.configuration, undefined, 2),
      money: moneyText(readiness),
      certificate:
        envelope.found === undefined
          ? null
          : `${formatCounted(envelope.found.errors, 'error')} in ${formatCount(envelope.found.n)} of ${formatCount(envelope.later)} later cases; the error rate inside is certified to be at most ${percentText(envelope.found.errorUpper)} (${formatCounted(envelope.candidates, 'candidate')}, fixed on ${formatCount(envelope.earlier)} earlier cases).`,
    },
    riskCoverage: readiness.riskCoverage
      .filter((_, index, all) => index === all.length - 1 || index % Math.max(1, Math.floor(all.length / 20)) === 0)
      .map((point) => ({ confidence: rateText(point.confidence), coverage: percentText(point.coverage), errorRate: percentText(point.errorRate) })),
    calibration:
      readiness.calibration === undefined
        ? null
        : {
            brier: rateText(readiness.calibration.brier),
            error: rateText(readiness.calibration.expectedCalibrationError),
            without: readiness.calibration.without === 0 ? null : formatCounted(readiness.calibration.without, 'decision'),
            bins: readiness.calibration.bins.map((bin) => ({
              range: `${rateText(bin.confidenceMin)} to ${rateText(bin.confidenceMax)}`,
              mean: rateText(bin.meanConfidence),
              accuracy: rateText(bin.accuracy),
              bounds: `${lowerText(bin.lower)} to ${upperText(bin.upper)}`,
              n: formatCount(bin.n),
            })),
          },
    drift: readiness.drift.map((field) => ({
      field: line(field.field),
      outcome: field.outcome,
      tone: field.outcome === 'blocks' ? 'fail' : field.outcome === 'warns' ? 'invalid' : field.outcome === 'quiet' ? 'pass' : 'not-run',
      psi: field.psi === null ? '–' : field.psi.toFixed(3),
      byChance: field.psiByChance === null ? '–' : field.psiByChance.toFixed(3),
      ks: field.ksDistance === undefined ? '–' : `${field.ksDistance.toFixed(3)} (p ${chanceText(field.ksP ?? 1)})`,
      text: text(field.text),
    })),
    selfNoise: readiness.selfNoise === undefined ? null : text(readiness.selfNoise.text),
    rollout: {
      sentence: text(rollout.sentence),
      steps: rollout.steps.map((step) => ({
        stage: step.stage,
        isOpen: step.state === 'open',
        isHere: step.stage === rollout.stage,
        share: percentText(step.share),
        forward: text(step.forward),
        back: text(step.back),
      })),
      watch: rollout.watch.map((figure) => ({ text: text(figure.text), alarm: figure.alarm })),
      alerts: rollout.alerts.map((alert) => text(alert.text)),
    },
    counts: countsText(counts),
    imports: report.imports.map(text),
    queue: queueView(report),
    policyText: text(JSON.stringify(policy, undefined, 2)),
    policyName: line(`${policy.name} ${policy.version}`),
    command: line(report.command),
    version: report.rehearsalVersion,
    hasDisagreements: disagreements.total > 0,
  };
}

function facts({ readiness, ledger }: ShadowReport): readonly { readonly label: string; readonly value: string; readonly code: boolean }[] {
  const { window, counts, policy, seed } = readiness;
  return [
    { label: 'Agent', value: line(readiness.agent), code: true },
    {
      label: 'Version (fingerprint)',
      value: window.fingerprint === undefined ? 'not said' : line(window.fingerprint),
      code: window.fingerprint !== undefined,
    },
    { label: 'Cases judged', value: `${formatCount(counts.judged)} of ${formatCount(counts.cases)}`, code: false },
    { label: 'From, to (UTC)', value: `${momentText(window.firstDecisionAtMs)}, ${momentText(window.lastDecisionAtMs)}`, code: false },
    { label: 'Active days', value: `${formatCount(window.activeDays)} of ${formatCount(policy.time.activeDaysMin)}`, code: false },
    { label: 'Policy', value: line(`${policy.name} ${policy.version}`), code: false },
    { label: 'Ledger', value: line(ledger), code: true },
    { label: 'Assessed (UTC)', value: momentText(readiness.assessedAtMs), code: false },
    { label: 'Seed', value: String(seed), code: false },
  ];
}

function gateView(gate: Gate): object {
  const [sign, word, tone] = outcomeWords[gate.outcome];
  const { cases, decisions, days } = gate.needs ?? {};
  const needs = [
    ...(cases === undefined ? [] : [`${formatCount(cases)} more such cases`]),
    ...(decisions === undefined ? [] : [`about ${formatCount(decisions)} more decisions`]),
    ...(days === undefined ? [] : [formatCounted(days, 'more active day')]),
  ];
  return { sign, word, tone, name: line(gate.name), text: visibleText(gate.text), validity: gate.validity, needs: needs.join(', ') };
}

function countsText(counts: Readiness['counts']): readonly string[] {
  const said: readonly (readonly [count: number, one: string, many: string])[] = [
    [counts.byTruth, 'case is judged by the adjudicated truth', 'cases are judged by the adjudicated truth'],
    [
      counts.withoutAgentDecision,
      'decision of the agent is missing or fits no label: an error',
      'decisions of the agent are missing or fit no label: errors',
    ],
    [counts.unmapped, 'of them is an answer that fits no label', 'of them are answers that fit no label'],
    [
      counts.contested,
      'case is contested among people, and nobody has adjudicated: an error',
      'cases are contested among people, and nobody has adjudicated: errors',
    ],
    [counts.notBlind, 'case was not, or is not said to have been, decided blind', 'cases were not, or are not said to have been, decided blind'],
    [counts.awaitingPerson, 'case awaits a person: not judged', 'cases await a person: not judged'],
    [
      counts.beforeThisVersion,
      'case is older than this version of the agent: not judged',
      'cases are older than this version of the agent: not judged',
    ],
    [counts.undated, 'case has no date', 'cases have no date'],
    [counts.inFuture, 'case lies in the future', 'cases lie in the future'],
    [counts.withoutFingerprint, 'decision does not say which version made it', 'decisions do not say which version made them'],
    [counts.rejectedRows, 'row was rejected by the import', 'rows were rejected by the import'],
  ];
  return said.filter(([count]) => count > 0).map(([count, one, many]) => `${formatCount(count)} ${count === 1 ? one : many}`);
}

function peopleView({ humanCeiling }: Readiness): object | null {
  if (humanCeiling === undefined) return null;
  return {
    cases: formatCount(humanCeiling.cases),
    people: rateText(humanCeiling.people),
    agent: rateText(humanCeiling.agent),
    difference: rateText(humanCeiling.difference),
    differenceLower: lowerText(humanCeiling.differenceLower),
    peopleKappa: rateText(humanCeiling.peopleKappa),
    peopleAc1: rateText(humanCeiling.peopleAc1),
    agentKappa: rateText(humanCeiling.agentKappa),
    agentAc1: rateText(humanCeiling.agentAc1),
  };
}

function costView({ cost }: Readiness): object | null {
  if (cost === undefined) return null;
  const money = (value: number): string => `${amountText(value)} ${line(cost.currency)}`;
  return {
    n: formatCount(cost.n),
    agent: money(cost.agentMean),
    people: money(cost.peopleMean),
    difference: `${money(cost.difference)} (${amountText(cost.differenceLower)} to ${amountText(cost.differenceUpper)})`,
    margin: money(cost.margin),
  };
}

function moneyText({ envelope }: Readiness): string | null {
  const money = envelope.found?.money;
  if (money === undefined) return null;
  const amount = (value: number): string => `${amountText(value)} ${line(money.currency)}`;
  return `On the later cases it would have decided ${amount(money.inside)} of ${amount(money.total)} alone, ${amount(money.insideWrong)} of them wrongly; the largest single mistake ${amount(money.largestWrong)}.`;
}

function queueView({ disagreements: { total, by, dearest } }: ShadowReport): object {
  const orders = {
    loss: 'dearest first, by loss under the cost matrix',
    amount: 'dearest first, by amount at risk',
    time: 'oldest first: neither losses nor amounts are known',
  };
  return {
    total: formatCount(total),
    order: orders[by],
    cut:
      total > dearest.length
        ? `The first ${formatCount(dearest.length)} are shown here; disagreements.csv beside this file has all ${formatCount(total)}.`
        : null,
    hasAmount: dearest.some(({ amount }) => amount !== null),
    hasLoss: dearest.some(({ loss }) => loss !== null),
    hasConfidence: dearest.some(({ confidence }) => confidence !== null),
    hasTrace: dearest.some(({ trace }) => trace !== null),
    rows: dearest.map(disagreementView),
    kinds: [
      ['critical', 'could be critical', dearest.filter(({ couldBeCritical }) => couldBeCritical === true).length],
      ['silent', 'no decision of the agent', dearest.filter(({ decision }) => decision === null).length],
      ['truth', 'against the adjudicated truth', dearest.filter(({ referenceFrom }) => referenceFrom === 'truth').length],
      ['contested', 'people disagree', dearest.filter(({ referenceFrom }) => referenceFrom === 'contested').length],
    ].map(([kind, title, count]) => ({ kind, title, count: formatCount(Number(count)), isNone: count === 0 })),
  };
}

function disagreementView(one: Disagreement): object {
  const kinds = [
    ...(one.couldBeCritical === true ? ['critical'] : []),
    ...(one.decision === null ? ['silent'] : []),
    ...(one.referenceFrom === 'truth' ? ['truth'] : one.referenceFrom === 'contested' ? ['contested'] : []),
  ];
  return {
    kinds: kinds.map((kind) => `of-${kind}`).join(' '),
    caseId: line(one.caseId),
    at: momentText(one.decidedAtMs),
    decision: one.decision === null ? (one.unmapped === null ? 'no decision' : 'no label fits') : line(one.decision),
    words: one.unmapped === null ? null : line(cutText(one.unmapped, 200).text),
    reference: one.reference === null ? 'contested' : line(one.reference),
    from: one.referenceFrom,
    people: one.people.map(({ person, decision }) => line(`${person}: ${decision}`)).join(', '),
    confidence: rateText(one.confidence),
    amount: amountText(one.amount),
    loss: amountText(one.loss),
    isCritical: one.couldBeCritical === true,
    segments: Object.entries(one.segments)
      .map(([name, value]) => line(`${name}: ${value}`))
      .join(', '),
    trace: traceView(one.trace),
  };
}

/** Only an address of the web becomes a link; whatever else an agent gave is shown as words. */
function traceView(trace: string | null): { readonly text: string; readonly href: string | null } | null {
  if (trace === null) return null;
  return { text: line(cutText(trace, 120).text), href: /^https?:\/\/[^\s"'<>]+$/i.test(trace) && URL.canParse(trace) ? trace : null };
}

function line(text: string): string {
  return visibleLine(text);
}
