// Judges made-up cases, which come one by one as from a ledger, and says how long and how much memory it took: `judge-decisions.ts COUNT`.
import type { ShadowCase } from '../../src/domain/decision.ts';
import { seededRandom } from '../../src/domain/random.ts';
import { defaultReadinessPolicy } from '../../src/domain/readiness-policy.ts';
import { assessReadiness } from '../../src/shadow/index.ts';

const count = Number(process.argv[2]);
const startMs = Date.UTC(2026, 0, 1);
const labels = ['approve', 'reject', 'escalate', 'return'] as const;

/** With everything that a case can have: two people, the truth, a baseline, segments, six fields. */
function* cases(): Generator<ShadowCase> {
  const random = seededRandom(1);
  for (let index = 0; index < count; index++) {
    const caseId = `case-${index}`;
    const decidedAtMs = startMs + Math.floor((index * 60 * 86_400_000) / count);
    const right = labels[random.below(4)]!;
    const other = (share: number): string => (random.next() < share ? labels[random.below(4)]! : right);
    const decision = other(0.02);
    const people = ['ann', 'bob'].map((person) => ({
      kind: 'human' as const,
      caseId,
      decidedAtMs,
      source: 'bench',
      person,
      blind: true,
      decision: other(0.03),
    }));
    const agent = { kind: 'agent' as const, caseId, decidedAtMs, source: 'bench', fingerprint: 'v1', confidence: random.next(), risk: random.next() };
    yield {
      caseId,
      decidedAtMs,
      segments: { type: `type ${random.below(12)}`, region: `region ${random.below(5)}` },
      fields: {
        country: `c${random.below(30)}`,
        channel: `h${random.below(4)}`,
        pages: random.below(90),
        age: random.next() * 80,
        score: random.next(),
        id: index,
      },
      amount: Math.round(random.next() * 1e6),
      couldBeCritical: decision === right && random.next() < 0.3,
      agent: { ...agent, agent: 'agent', decision },
      agentBefore: index % 100 === 0 ? [{ ...agent, agent: 'agent', decision: right }] : [],
      others: { rules: { ...agent, agent: 'rules', decision: other(0.2) } },
      people,
      truth: { kind: 'truth', caseId, decidedAtMs, source: 'bench', decision: right },
    };
  }
}

// What the making of the cases costs is measured alone, and taken off.
const makingAt = performance.now();
const makingCpu = process.cpuUsage();
let made = 0;
for (const one of cases()) made += one.people.length > 0 ? 1 : 0;
const makingMs = performance.now() - makingAt;
const makingCpuMs = millisecondsOf(process.cpuUsage(makingCpu));

const policy = { ...defaultReadinessPolicy, cost: { matrix: [], otherwise: 10, noDecision: 5, margin: 1 } };
const startedAt = performance.now();
const startedCpu = process.cpuUsage();
const readiness = assessReadiness(cases(), policy, { nowMs: startMs + 61 * 86_400_000, seed: 1 });
const judgingMs = performance.now() - startedAt;
const result = {
  made,
  judged: readiness.counts.judged,
  wallMs: judgingMs - makingMs,
  cpuMs: millisecondsOf(process.cpuUsage(startedCpu)) - makingCpuMs,
  memoryMb: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(result));

function millisecondsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}
