import type { ShadowCase } from '../../domain/decision.ts';
import { RehearsalFailure } from '../../domain/failure.ts';
import type { ReadinessPolicy } from '../../domain/readiness-policy.ts';
import type { CriticalCase } from '../../domain/readiness.ts';
import { flagColumn, idColumn, realColumn, smallColumn, type Column } from './column.ts';
import { isCritical, possibility } from './criticality.ts';
import { Dictionary } from './dictionary.ts';
import { flag, type Evidence } from './evidence.ts';
import { FieldReader } from './field-reader.ts';
import { lossOf, type Loss } from './loss.ts';
import { PairReader } from './pair-reader.ts';
import { referenceOf, type Reference } from './reference.ts';
import { emptyWindow } from './window-counts.ts';

const criticalCasesMax = 100;
const fieldsMax = 60;
const leftOutMax = 1000;

/**
 * Reads cases one by one into columns. A changed fingerprint restarts the clock: what an earlier version decided is forgotten, since it says nothing
 * about this one.
 */
export class EvidenceReader {
  readonly #policy: ReadinessPolicy;
  readonly #nowMs: number;
  readonly #loss: Loss | undefined;
  readonly #labels = new Dictionary();
  readonly #columns = {
    right: smallColumn(),
    flags: flagColumn(),
    atMs: realColumn(),
    reference: idColumn(),
    decision: idColumn(),
    confidence: realColumn(),
    risk: realColumn(),
    amount: realColumn(),
    agentLoss: realColumn(),
    peopleLoss: realColumn(),
  };
  readonly #segments = new Map<string, { readonly values: Dictionary; readonly ids: Column<Int32Array> }>();
  readonly #fields = new Map<string, FieldReader>();
  readonly #fieldsLeftOut = new Set<string>();
  /** Fields that the policy names, where it names any. */
  readonly #wanted: ReadonlySet<string> | undefined;
  readonly #others = new Map<string, Column<Uint8Array>>();
  readonly #pairs = new PairReader();
  readonly #whole = { cases: 0, awaitingPerson: 0, withoutAnyDecision: 0, beforeThisVersion: 0, inFuture: 0 };
  readonly #earlierFingerprints = new Set<string>();
  #window = emptyWindow();
  #critical: CriticalCase[] = [];
  #fingerprint: string | undefined;
  #agentSeen = false;
  #lastMs = Number.NEGATIVE_INFINITY;
  #row = 0;

  constructor(policy: ReadinessPolicy, nowMs: number) {
    this.#policy = policy;
    this.#nowMs = nowMs;
    this.#wanted = policy.drift.fields && new Set([...policy.drift.fields, ...policy.clusters.fields]);
    this.#loss = policy.cost === undefined ? undefined : lossOf(policy.cost);
  }

  read(one: ShadowCase): void {
    const whole = this.#whole;
    whole.cases++;
    const atMs = this.#timeOf(one);
    if (atMs > this.#nowMs) {
      whole.inFuture++;
      return;
    }
    if (one.agent !== undefined) this.#follow(one.agent.fingerprint);
    const reference = referenceOf(one, this.#policy.reference);
    if (reference === undefined) {
      if (one.agent === undefined) whole.withoutAnyDecision++;
      else whole.awaitingPerson++;
    } else if (!this.#agentSeen) whole.beforeThisVersion++;
    else this.#judge(one, atMs, reference);
  }

  finish(rejectedRows: number): Evidence {
    const rows = this.#row;
    const columns = this.#columns;
    const flags = columns.flags.rows(rows);
    const right = columns.right.rows(rows);
    this.#distrustWhoSawTheAnswer(right, flags);
    return {
      rows,
      right,
      flags,
      atMs: columns.atMs.rows(rows),
      reference: columns.reference.rows(rows),
      decision: columns.decision.rows(rows),
      labels: this.#labels,
      confidence: columns.confidence.rows(rows),
      risk: columns.risk.rows(rows),
      amount: columns.amount.rows(rows),
      segments: [...this.#segments].map(([name, { values, ids }]) => ({ name, values, ids: ids.rows(rows) })),
      fields: [...this.#fields.values()].map((field) => field.finish(rows)),
      fieldsLeftOut: this.#fieldsLeftOut.size,
      others: [...this.#others].map(([name, marks]) => ({ name, marks: marks.rows(rows) })),
      pairs: this.#pairs.finish(),
      losses: { agent: columns.agentLoss.rows(rows), people: columns.peopleLoss.rows(rows) },
      repeats: { cases: this.#window.repeated, changed: this.#window.changed },
      criticalCases: this.#critical,
      criticalNotSaid: this.#window.criticalNotSaid,
      fingerprint: this.#fingerprint,
      earlierFingerprints: this.#earlierFingerprints.size,
      counts: {
        ...this.#whole,
        judged: rows,
        correct: right.reduce((sum, mark) => sum + mark, 0),
        byTruth: this.#window.byTruth,
        withoutAgentDecision: this.#window.withoutAgentDecision,
        unmapped: this.#window.unmapped,
        undated: this.#window.undated,
        withoutFingerprint: this.#window.withoutFingerprint,
        notBlind: this.#window.notBlind,
        withoutPerson: this.#window.withoutPerson,
        contested: this.#window.contested,
        rejectedRows,
      },
    };
  }

  #timeOf({ decidedAtMs, caseId }: ShadowCase): number {
    if (decidedAtMs === undefined) return Number.NaN;
    if (decidedAtMs < this.#lastMs) {
      throw new RehearsalFailure('INTERNAL', `The case ${caseId} was decided before the one that was read before it; cases are to be read by time.`);
    }
    this.#lastMs = decidedAtMs;
    return decidedAtMs;
  }

  #follow(fingerprint: string | undefined): void {
    if (fingerprint !== undefined && fingerprint !== this.#fingerprint) {
      if (this.#fingerprint !== undefined) this.#restart(this.#fingerprint);
      this.#earlierFingerprints.delete(fingerprint);
      this.#fingerprint = fingerprint;
    }
    this.#agentSeen = true;
  }

  #restart(before: string): void {
    this.#earlierFingerprints.add(before);
    this.#whole.beforeThisVersion += this.#row;
    for (const column of Object.values(this.#columns)) column.clear();
    for (const { ids } of this.#segments.values()) ids.clear();
    for (const field of this.#fields.values()) field.clear();
    for (const marks of this.#others.values()) marks.clear();
    this.#pairs.clear();
    this.#critical = [];
    this.#window = emptyWindow();
    this.#row = 0;
  }

  #judge(one: ShadowCase, atMs: number, reference: Reference): void {
    const row = this.#row++;
    const window = this.#window;
    const columns = this.#columns;
    const { agent } = one;
    const decision = agent?.decision;
    const expected = reference.from === 'contested' ? undefined : reference.decision;
    const right = decision !== undefined && decision === expected;
    let flags = reference.from === 'truth' ? flag.byTruth : 0;
    columns.right.set(row, right ? 1 : 0);
    columns.atMs.set(row, atMs);
    columns.reference.set(row, expected === undefined ? 0 : this.#labels.idOf(expected));
    columns.decision.set(row, decision === undefined ? 0 : this.#labels.idOf(decision));
    columns.confidence.set(row, agent?.confidence ?? Number.NaN);
    columns.risk.set(row, agent?.risk ?? Number.NaN);
    columns.amount.set(row, one.amount ?? Number.NaN);
    if (reference.from === 'truth') window.byTruth++;
    else if (reference.from === 'contested') window.contested++;
    if (decision === undefined) window.withoutAgentDecision++;
    if (agent?.unmapped !== undefined) window.unmapped++;
    if (Number.isNaN(atMs)) window.undated++;
    if (agent !== undefined && agent.fingerprint === undefined) window.withoutFingerprint++;
    if (one.people.length === 0) window.withoutPerson++;
    if (one.people.some(({ blind }) => blind !== true)) {
      window.notBlind++;
      flags |= flag.notBlind;
    }
    flags |= this.#criticality(one, right, expected);
    columns.flags.set(row, flags);
    if (one.agentBefore.length > 0) {
      window.repeated++;
      if (one.agentBefore.some((before) => before.decision !== decision)) window.changed++;
    }
    this.#pairs.read(one.people, decision, this.#labels);
    this.#readLosses(row, one, reference, decision);
    this.#readNames(row, one, expected);
  }

  #criticality(one: ShadowCase, right: boolean, expected: string | undefined): number {
    const { critical } = this.#policy;
    const possible = possibility(critical, one.couldBeCritical, expected);
    if (possible === 'not said') this.#window.criticalNotSaid++;
    if (possible !== 'possible') return 0;
    const stands = one.agent?.decision;
    // What the same version decided before it thought again counts too: in production the first word would have been acted on.
    const wrong = [...(right ? [] : [stands]), ...one.agentBefore.map(({ decision }) => decision).filter((before) => before !== expected)];
    const found = wrong.findIndex((said) => isCritical(critical, expected, said));
    const error = found !== -1;
    const decision = error ? wrong[found] : stands;
    if (error && this.#critical.length < criticalCasesMax) {
      const { caseId, decidedAtMs = null, amount = null, agent } = one;
      this.#critical.push({
        caseId,
        decidedAtMs,
        decision: decision ?? null,
        reference: expected ?? 'contested',
        amount,
        trace: agent?.trace ?? null,
      });
    }
    // A case on which the agent decided nothing proves nothing about its mistakes.
    return (error ? flag.criticalError : 0) | (decision === undefined && !error ? 0 : flag.criticalPossible);
  }

  #readLosses(row: number, one: ShadowCase, reference: Reference, decision: string | undefined): void {
    if (this.#loss === undefined || reference.from !== 'truth' || one.people.length === 0) return;
    this.#columns.agentLoss.set(row, this.#loss.of(reference.decision, decision));
    let people = 0;
    for (const person of one.people) people += this.#loss.of(reference.decision, person.decision);
    this.#columns.peopleLoss.set(row, people / one.people.length);
  }

  #readNames(row: number, one: ShadowCase, expected: string | undefined): void {
    for (const name in one.segments) {
      // Nothing is no value of its own.
      if (one.segments[name] === '') continue;
      let segment = this.#segments.get(name);
      if (segment === undefined) this.#segments.set(name, (segment = { values: new Dictionary(), ids: idColumn() }));
      segment.ids.set(row, segment.values.idOf(one.segments[name]!));
    }
    for (const name in one.fields) {
      let field = this.#fields.get(name);
      if (field === undefined) {
        if (this.#wanted !== undefined && !this.#wanted.has(name)) continue;
        if (this.#fields.size >= fieldsMax) {
          if (this.#fieldsLeftOut.size < leftOutMax) this.#fieldsLeftOut.add(name);
          continue;
        }
        this.#fields.set(name, (field = new FieldReader(name)));
      }
      field.read(row, one.fields[name]);
    }
    for (const name in one.others) {
      let marks = this.#others.get(name);
      if (marks === undefined) this.#others.set(name, (marks = smallColumn()));
      marks.set(row, expected !== undefined && one.others[name]!.decision === expected ? 2 : 1);
    }
  }

  /** Where the policy tolerates some people who saw the agent's answer, their cases count as errors; where they are too many, the verdict is void anyway. */
  #distrustWhoSawTheAnswer(right: Uint8Array, flags: Uint16Array): void {
    const share = this.#window.notBlind / Math.max(1, right.length);
    if (share === 0 || share > this.#policy.validity.notBlindShareMax) return;
    for (let row = 0; row < right.length; row++) {
      if ((flags[row]! & flag.notBlind) !== 0 && (flags[row]! & flag.byTruth) === 0) right[row] = 0;
    }
  }
}
