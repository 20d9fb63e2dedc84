import { parseSource, type SourceDocument } from '../domain/document.ts';
import { RehearsalFailure } from '../domain/failure.ts';
import { defaultReadinessPolicy, type ReadinessPolicy } from '../domain/readiness-policy.ts';
import { readinessPolicySchema } from '../domain/readiness-policy-schema.ts';
import { lazyValidator } from '../domain/validate.ts';

const validate = lazyValidator(readinessPolicySchema);
const hint = 'A policy begins with `readiness: 1`, a `name` and a `version`; everything else has a default. See docs/SHADOW.md.';

/**
 * Reads a readiness policy (YAML or JSON) and fills in what it leaves out.
 *
 * @throws RehearsalFailure CONFIGURATION_INVALID with file:line:column.
 * @example readPolicy('{ "readiness": 1, "name": "contracts", "version": "1" }', 'policy.yaml').accuracy.min === 0.95
 */
export function readPolicy(text: string, file: string): ReadinessPolicy {
  const document = parseSource(text, file, 'CONFIGURATION_INVALID', hint);
  validate(document, 'CONFIGURATION_INVALID');
  const policy = withDefaults(document.value as unknown as PartialPolicy);
  refuseContradictions(policy, document);
  return policy;
}

type PartialPolicy = { readonly [Name in keyof ReadinessPolicy]?: Partial<ReadinessPolicy[Name]> } & Pick<ReadinessPolicy, 'name' | 'version'>;

/** Members of the first level are groups or values; a group is completed member by member. */
function withDefaults(given: PartialPolicy): ReadinessPolicy {
  const merged: Record<string, unknown> = { ...defaultReadinessPolicy };
  for (const [name, value] of Object.entries(given)) {
    if (name === '$schema') continue;
    const standard = merged[name];
    merged[name] = typeof value === 'object' && typeof standard === 'object' ? { ...standard, ...value } : value;
  }
  return merged as unknown as ReadinessPolicy;
}

/** What a schema cannot say. */
function refuseContradictions(policy: ReadinessPolicy, document: SourceDocument): void {
  const refuse = (path: readonly string[], message: string): never => {
    throw new RehearsalFailure('CONFIGURATION_INVALID', message, { place: document.placeOf(path), hint });
  };
  try {
    Intl.DateTimeFormat('en', { timeZone: policy.time.zone });
  } catch {
    refuse(['time', 'zone'], `\`time.zone\` names no time zone: ${policy.time.zone}.`);
  }
  const { declaredDay } = policy.envelope;
  if (declaredDay !== undefined && new Date(`${declaredDay}T00:00:00Z`).toJSON()?.slice(0, 10) !== declaredDay) {
    refuse(['envelope', 'declaredDay'], `\`envelope.declaredDay\` is no day of the calendar: ${declaredDay}.`);
  }
  const declared = policy.segments.declared.map(({ segment }) => segment);
  const twice = declared.find((segment, index) => declared.indexOf(segment) !== index);
  if (twice !== undefined) refuse(['segments', 'declared'], `The segment ${twice} is declared twice; one entry holds all of its values.`);
  const { canaryShares } = policy.rollout;
  if (canaryShares.some((share, index) => index > 0 && share <= canaryShares[index - 1]!)) {
    refuse(['rollout', 'canaryShares'], '`rollout.canaryShares` must grow from step to step.');
  }
}
