import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { checks, setChecks } from '../../src/check/index.ts';
import type { Episode } from '../../src/domain/episode.ts';
import type { CasePlan } from '../../src/domain/scenario.ts';
import { outcomes } from '../../src/domain/verdict.ts';
import { judge } from '../../src/run/judge.ts';
import { asked, ended, episode, said, started, usual, type SetSpecimens, type Specimens } from '../support/episodes.ts';

// Goal: what every check promises in the docstring of `Check`: it reads nothing but its argument, gives the same verdict for the same episode, cites only
// events that exist, and there is an episode that breaks it and one that holds. Method: small episodes built by hand, each named after what happens in it, one
// file a claim in `check-specimens/`.

const folder = join(import.meta.dirname, 'check-specimens');
const specimens = Object.fromEntries(
  await Promise.all(
    readdirSync(folder).map(async (file) => [
      file.replace(/\.ts$/, ''),
      ((await import(join(folder, file))) as { readonly specimens: Specimens | SetSpecimens }).specimens,
    ]),
  ),
) as Readonly<Record<string, Specimens | SetSpecimens>>;

/** A claim of either kind, as one about several episodes. */
const claims = [...checks.map((check) => ({ ...check, check: ([first]: readonly Episode[]) => check.check(first!) })), ...setChecks];

test('every check has its specimens, and every specimen its check', () => {
  expect(Object.keys(specimens).toSorted()).toEqual(claims.map(({ claim }) => claim).toSorted());
});

const all = Object.entries(specimens).flatMap(([claim, { breaks, holds, spoils = {}, silent = {} }]) => [
  ...namedSubjects(claim, breaks, 'fail'),
  ...namedSubjects(claim, spoils, 'invalid'),
  ...namedSubjects(claim, holds, 'pass'),
  ...namedSubjects(claim, silent, 'unobserved', 'not-applicable'),
]);

interface Subject {
  readonly claim: string;
  readonly name: string;
  readonly episodes: readonly Episode[];
  readonly expected: readonly string[];
}

function namedSubjects(
  claim: string,
  named: Readonly<Record<string, Episode | readonly Episode[]>>,
  ...expected: readonly string[]
): readonly Subject[] {
  return Object.entries(named).map(([name, subject]) => ({ claim, name, episodes: 'events' in subject ? [subject] : subject, expected }));
}

interface FrozenSubject extends Subject {
  readonly seqs: ReadonlySet<number>;
}

/** Frozen once for all claims; whoever changes what it judges throws. */
const frozenSubjects = once((): readonly FrozenSubject[] => all.map(frozenCopy));

/** What every claim says of other copies of all episodes, the last claim first: what was judged before may change nothing. */
const judgedLastToFirst = once(() => {
  const copies = all.map(frozenCopy);
  return new Map(claims.toReversed().map((check) => [check.claim, copies.map(({ episodes }) => check.check(episodes))]));
});

function frozenCopy(subject: Subject): FrozenSubject {
  const episodes = deepFrozen(JSON.parse(JSON.stringify(subject.episodes)) as readonly Episode[]);
  return { ...subject, episodes, seqs: new Set(episodes.flatMap(({ events }) => events.map(({ seq }) => seq))) };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

describe.each(claims)('$claim', (check) => {
  test('reads as a claim, and says where it comes from and what its rule is', () => {
    expect(check.claim).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(check.rule).toMatch(/^[A-Z].*\.$/s);
    expect(check.from).toMatch(/S\d/);
  });

  test('has an episode that breaks it and one that holds', () => {
    const own = specimens[check.claim]!;
    expect(Object.keys(own.breaks).length + Object.keys(own.spoils ?? {}).length).toBeGreaterThan(0);
    expect(Object.keys(own.holds).length).toBeGreaterThan(0);
  });

  test.each(all.filter(({ claim }) => claim === check.claim))('$expected.0: $name', ({ episodes, expected }) => {
    const { outcome, text } = check.check(episodes);
    expect(expected, text).toContain(outcome);
  });

  test('same episode, same verdict; it cites only events that exist, and changes nothing', () => {
    const again = judgedLastToFirst().get(check.claim)!;
    const verdicts = frozenSubjects().map(({ episodes }) => check.check(episodes));
    const problems = verdicts.flatMap((verdict, index) => {
      const { claim, name, seqs } = frozenSubjects()[index]!;
      const found = [
        isDeepStrictEqual(verdict, again[index]) ? undefined : `another verdict: ${JSON.stringify([verdict, again[index]])}`,
        outcomes.includes(verdict.outcome) ? undefined : `the outcome ${verdict.outcome}`,
        /\S.*\.$/s.test(verdict.text) ? undefined : `no sentence: ${verdict.text}`,
        ...verdict.evidence.map((seq) => (seqs.has(seq) ? undefined : `event ${seq} is cited, and does not exist`)),
      ];
      return found.filter((problem) => problem !== undefined).map((problem) => `${claim}: ${name}: ${problem}`);
    });
    expect(verdicts).toHaveLength(all.length);
    expect(problems).toEqual([]);
  });

  test('a history that is torn is never a pass', () => {
    for (const { episodes, expected } of all.filter(({ claim }) => claim === check.claim)) {
      const torn = episodes.map((one) => ({ ...one, events: one.events.filter(({ kind }) => kind !== 'episode-ended') }));
      expect(['fail', 'unknown', 'invalid', 'unobserved', 'not-applicable'], expected[0]).toContain(check.check(torn).outcome);
    }
    expect(check.check([{ ...episode([]), tasks: ['do it'] }]).outcome).not.toBe('pass');
  });

  test('reads no clock, disk or chance', () => {
    const [now, random] = [Date.now, Math.random];
    const read = (): never => {
      throw new Error('a check may not');
    };
    Date.now = Math.random = read;
    try {
      for (const { episodes } of all) check.check(episodes);
    } finally {
      [Date.now, Math.random] = [now, random];
    }
  });
});

describe('a judgement over all checks', () => {
  const judged = (subject: Episode, plan: Partial<CasePlan> = {}): ReturnType<typeof judge> =>
    judge({ checks: [], index: 0, expectFailure: undefined, ...plan } as CasePlan, subject, () => ({ file: 's.yaml', line: 3 }));

  test('has one verdict for each claim', () => {
    const { verdicts, outcome } = judged(episode(usual));
    expect(verdicts.map(({ claim }) => claim)).toEqual(claims.map(({ claim }) => claim));
    expect(outcome).toBe('pass');
  });

  test('a check that throws is unknown, never a pass, and does not keep the others from being heard', () => {
    const { verdicts, outcome } = judged(episode(usual, { expect: { answers: [{ matches: '(' }] } }));
    const thrown = verdicts.find(({ claim }) => claim === 'answer-is-as-expected')!;
    expect(thrown).toMatchObject({ outcome: 'unknown', text: expect.stringContaining('The check itself failed') as string });
    expect(outcome).toBe('unknown');
    expect(verdicts.filter(({ outcome: how }) => how === 'pass').length).toBeGreaterThan(1);
  });

  test('what an agent did after a miss is not judged', () => {
    const missed = episode([started, asked(1), { kind: 'replay-missed', call: 1, code: 'REPLAY_MISS', text: 'no' }, said('oh'), ended], {
      expect: { answers: [{ equals: 'fine' }] },
    });
    const { verdicts, outcome } = judged(missed);
    expect(outcome).toBe('invalid');
    expect(verdicts.map(({ outcome: how }) => how)).not.toContain('fail');
    expect(verdicts.find(({ claim }) => claim === 'answer-is-as-expected')).toMatchObject({ outcome: 'unknown' });
  });

  test('a divergence is counted apart', () => {
    const diverged = episode([started, asked(1), { kind: 'replay-missed', call: 1, code: 'DIVERGED', text: 'no' }, ended]);
    expect(judged(diverged).outcome).toBe('diverged');
  });

  test('a claim that the case names must be exercised', () => {
    expect(judged(episode(usual), { checks: ['retries-are-bounded'] })).toMatchObject({ outcome: 'invalid' });
    expect(judged(specimenOf('retries-are-bounded').holds['five attempts']!, { checks: ['retries-are-bounded'] }).outcome).toBe('pass');
  });

  test('a specimen must break its claim and no other', () => {
    const loops = specimenOf('terminates-within-budget').breaks['too many steps']!;
    expect(judged(loops, { expectFailure: ['terminates-within-budget'] }).outcome).toBe('expected-failure');
    expect(judged(loops, { expectFailure: ['gives-an-answer'] }).outcome).toBe('fail');
    expect(judged(episode(usual), { expectFailure: ['gives-an-answer'] }).outcome).toBe('fail');
    const two = episode(loops.events, { limits: loops.limits, expect: { answers: [{ equals: 'y' }] } });
    expect(judged(two, { expectFailure: ['terminates-within-budget'] }).outcome).toBe('fail');
    const spoiled = specimenOf('replays-its-recording').spoils!['a fault that never struck']!;
    expect(judged(spoiled, { expectFailure: ['gives-an-answer'] }).outcome).toBe('invalid');
  });

  test('a failure names the line that asked for it', () => {
    const { verdicts } = judged(episode(usual, { expect: { answers: [{ equals: 'x' }] } }));
    expect(verdicts.find(({ outcome }) => outcome === 'fail')).toMatchObject({ place: { file: 's.yaml', line: 3 } });
  });
});

function specimenOf(claim: string): Specimens {
  return specimens[claim] as Specimens;
}

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const member of Object.values(Object.freeze(value))) deepFrozen(member);
  return value;
}
