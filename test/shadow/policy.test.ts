// Goal: a policy says every threshold, and a wrong one is refused on its line. Method: files, good and bad.
import { describe, expect, test } from 'vitest';
import { RehearsalFailure } from '../../src/domain/failure.ts';
import { defaultReadinessPolicy } from '../../src/domain/readiness-policy.ts';
import { readinessPolicySchema } from '../../src/domain/readiness-policy-schema.ts';
import { readPolicy } from '../../src/shadow/index.ts';

const head = 'readiness: 1\nname: contracts\nversion: "3"\n';

function refusal(text: string): RehearsalFailure {
  try {
    readPolicy(text, 'policy.yaml');
  } catch (error) {
    if (error instanceof RehearsalFailure) return error;
  }
  throw new Error('it was accepted');
}

describe('a readiness policy', () => {
  test('has a default for all that it leaves out, group by group', () => {
    expect(readPolicy(head, 'policy.yaml')).toEqual({ ...defaultReadinessPolicy, name: 'contracts', version: '3' });
    const policy = readPolicy(
      `${head}time: { activeDaysMin: 60 }\nbaselines: { names: [rules] }\nsegments: { declared: [{ segment: type, values: [lease] }] }`,
      'p',
    );
    expect(policy.time).toEqual({ ...defaultReadinessPolicy.time, activeDaysMin: 60 });
    expect(policy.segments).toEqual({ min: 0.9, declared: [{ segment: 'type', values: ['lease'] }] });
    expect(policy.baselines).toEqual({ names: ['rules'] });
  });

  test('has the defaults that its schema tells editors', () => {
    const properties = readinessPolicySchema['properties'] as Record<
      string,
      { default?: unknown; properties?: Record<string, { default?: unknown }> }
    >;
    let compared = 0;
    for (const [name, member] of Object.entries(properties)) {
      const standard = (defaultReadinessPolicy as unknown as Record<string, unknown>)[name];
      if (member.default !== undefined) expect([name, member.default]).toEqual([name, standard]);
      for (const [inner, { default: told }] of Object.entries(member.properties ?? {})) {
        if (told === undefined) continue;
        expect([name, inner, told]).toEqual([name, inner, (standard as Record<string, unknown>)[inner]]);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(15);
  });

  test.each([
    ['is no YAML', 'readiness: [', 1],
    ['has no name', 'readiness: 1\nversion: "1"', 1],
    ['is of another version', 'readiness: 2\nname: x\nversion: "1"', 1],
    ['has a misspelt member', `${head}accuraccy: { min: 0.9 }`, 4],
    ['has a misspelt member in a group', `${head}accuracy:\n  minimum: 0.9`, 5],
    ['asks for certainty', `${head}alpha: 0`, 4],
    ['gives a version as a number', 'readiness: 1\nname: x\nversion: 3', 3],
    ['names a day of the week that is none', `${head}time:\n  weekdays: [funday]`, 5],
    ['names no time zone', `${head}time:\n  zone: Mars/Olympus`, 5],
    ['declares a day that does not exist', `${head}envelope:\n  declaredDay: 2026-02-30`, 5],
    ['declares a segment twice', `${head}segments:\n  declared: [{ segment: type }, { segment: type }]`, 5],
    ['has canaries that shrink', `${head}rollout:\n  canaryShares: [0.5, 0.1]`, 5],
    ['has costs without a margin', `${head}cost: { matrix: [], otherwise: 1, noDecision: 1 }`, 4],
  ])('that %s is refused on its line', (_, text, line) => {
    const failure = refusal(text);
    expect([failure.code, failure.exitCode, failure.place?.file, failure.place?.line]).toEqual(['CONFIGURATION_INVALID', 2, 'policy.yaml', line]);
    expect(failure.hint).toBeDefined();
  });
});
