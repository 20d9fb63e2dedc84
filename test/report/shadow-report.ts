import type { LedgerEntry } from '../../src/domain/decision.ts';
import { defaultReadinessPolicy, type ReadinessPolicy } from '../../src/domain/readiness-policy.ts';
import type { ShadowReport } from '../../src/domain/shadow-report.ts';
import { assessReadiness } from '../../src/shadow/index.ts';
import { pairCase } from '../../src/shadow/ledger/pair-case.ts';
import { collectDisagreements } from '../../src/shadow/queue/collect-disagreements.ts';

/** Words that try to be markup, formulas, other directions, and very long. */
export const hostileWord = `</td><script>window.__pwned=1</script><img src=x onerror="window.__pwned=2">"'\`{{constructor}}\u202Egnp.exe\u0000`;

/** A report whose every text from outside is hostile, and that has every picture. */
export function hostileShadowReport(): ShadowReport {
  const policy: ReadinessPolicy = {
    ...defaultReadinessPolicy,
    name: hostileWord,
    currency: hostileWord,
    cost: { matrix: [], otherwise: 3, noDecision: 1, margin: 0.5 },
    critical: { ...defaultReadinessPolicy.critical, notSaid: 'possible' },
  };
  return reportOf(policy, 600, (index) => {
    const caseId = `${hostileWord}-${index}`;
    const at = Date.UTC(2026, 0, 1) + index * 7_200_000;
    const right = index % 3 === 0 ? hostileWord : 'approve';
    const common = { caseId, source: hostileWord };
    return [
      {
        kind: 'case',
        ...common,
        fields: { [hostileWord]: hostileWord },
        segments: { [hostileWord]: index % 2 === 0 ? hostileWord : 'b' },
        amount: index,
        couldBeCritical: index % 5 === 0,
      },
      {
        kind: 'agent',
        ...common,
        agent: 'agent',
        decidedAtMs: at,
        ...(index % 40 === 1 ? { unmapped: `${hostileWord}${'long'.repeat(200)}` } : { decision: index % 11 === 0 ? 'reject' : right }),
        confidence: 0.5 + (index % 50) / 100,
        risk: (index % 7) / 10,
        trace: [hostileWord, 'javascript:window.__pwned=3', `https://traces.example/${index}`, 'https://x.example/"onclick="window.__pwned=4'][
          index % 4
        ]!,
        fingerprint: hostileWord,
      },
      { kind: 'agent', ...common, agent: hostileWord, decision: 'approve', decidedAtMs: at },
      { kind: 'human', ...common, person: hostileWord, decision: right, decidedAtMs: at + 1, blind: true },
      { kind: 'human', ...common, person: 'bob', decision: index % 9 === 0 ? 'reject' : right, decidedAtMs: at + 1, blind: true },
      { kind: 'truth', ...common, decision: right, decidedAtMs: at + 2 },
    ];
  });
}

/** As many disagreements as a page shows. */
export function largeShadowReport(): ShadowReport {
  return reportOf(defaultReadinessPolicy, 4_000, (index) => {
    const common = { caseId: `case-${index}`, source: 'decisions.csv:7', decidedAtMs: Date.UTC(2026, 0, 1) + index * 600_000 };
    return [
      {
        kind: 'case',
        ...common,
        fields: {},
        segments: { type: `type ${index % 30}`, region: `region ${index % 9}` },
        amount: index,
        couldBeCritical: false,
      },
      {
        kind: 'agent',
        ...common,
        agent: 'agent',
        decision: index % 2 === 0 ? 'approve' : 'reject',
        confidence: 0.9,
        fingerprint: 'f',
        trace: `traces/${index}.json`,
      },
      { kind: 'human', ...common, person: 'ann', decision: 'approve', blind: true },
    ];
  });
}

function reportOf(policy: ReadinessPolicy, cases: number, entriesOf: (index: number) => readonly LedgerEntry[]): ShadowReport {
  const collector = collectDisagreements(policy, 1_000);
  const paired = Array.from({ length: cases }, (_, index) => {
    const entries = entriesOf(index);
    return pairCase(entries[0]!.caseId, entries.find(({ kind }) => kind === 'human')!.decidedAtMs, entries, { agent: 'agent' });
  });
  const readiness = assessReadiness(collector.watch(paired), policy, { nowMs: Date.UTC(2026, 10, 1), seed: 1, rejectedRows: 3 });
  return {
    version: 1,
    readiness,
    ledger: hostileWord,
    disagreements: collector.queue(),
    imports: [hostileWord],
    command: `npx rehearsal shadow report --ledger ${hostileWord}`,
    rehearsalVersion: '0.0.0',
  };
}
