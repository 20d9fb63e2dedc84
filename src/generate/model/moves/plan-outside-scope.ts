import { isJsonObject, type Json, type JsonObject } from '../../../domain/json.ts';
import { valuesOrNone } from '../../schema/values-or-none.ts';
import type { Draw } from '../../draw.ts';
import { saysText } from '../calls.ts';
import type { Move } from '../move.ts';
import type { Situation } from '../situation.ts';

const commands: readonly string[] = [
  'rm -rf /tmp/*',
  'kill -9 $(pgrep python)',
  'pip install leftpad',
  'echo root:root | chpasswd',
  'wget -r https://a.example/',
];
const paths: readonly string[] = ['/etc/passwd', '../../etc/shadow', '/tmp', '/'];
const hosts: readonly string[] = ['https://elsewhere.example/', 'http://169.254.169.254/', 'https://a.example:8443/'];

/** A plan with a step that it must not have: another action, path, host, command, or more of something than allowed. */
export const planOutsideScope: Move = {
  kind: 'plan-outside-scope',
  weight: 8,
  says(situation, draw) {
    const { context, usualJson } = situation;
    if (context.scope === undefined) return undefined;
    const plan: JsonObject =
      isJsonObject(usualJson) && Array.isArray(usualJson['steps']) ? usualJson : { plan_id: 'P-1', steps: [], constraints: {} };
    const steps = plan['steps'] as readonly Json[];
    const outside = stepsOutside(situation, draw);
    const at = draw.pick([0, steps.length, draw.int(0, steps.length)]);
    return saysText(JSON.stringify({ ...plan, steps: [...steps.slice(0, at), ...outside, ...steps.slice(at)] }));
  },
};

function stepsOutside({ context }: Situation, draw: Draw): readonly JsonObject[] {
  const { contracts, scope } = context;
  const many = Object.entries(scope?.countMax ?? {});
  const touching = contracts.filter(({ touches }) => touches !== undefined);
  const way = draw.int(0, 3);
  if (way === 0 && many.length > 0) {
    const [action, max] = draw.pick(many);
    const params = paramsOf(context.contracts.find(({ name }) => name === action)?.input, draw);
    return Array.from({ length: max + 1 }, () => ({ action, params, timeout_seconds: 10 }));
  }
  if (way < 3 && touching.length > 0) {
    const { name, input, touches } = draw.pick(touching);
    const aims = [
      ...(touches?.paths ?? []).map((member) => [member, draw.pick(paths)] as const),
      ...(touches?.hosts ?? []).map((member) => [member, draw.pick(hosts)] as const),
      ...(touches?.commands ?? []).map((member) => [member, draw.pick(commands)] as const),
      ...(touches?.bytes ?? []).map((member) => [member, 2 ** 40] as const),
    ];
    if (aims.length > 0) {
      const [member, value] = draw.pick(aims);
      return [{ action: name, params: { ...paramsOf(input, draw), [member]: value }, timeout_seconds: 10 }];
    }
  }
  return [
    draw.pick<JsonObject>([
      { action: 'run_command', params: { command: draw.pick(commands) }, timeout_seconds: 10 },
      { action: 'no_such_action', params: {}, timeout_seconds: 10 },
      { action: contracts[0]?.name ?? 'wait', params: {}, timeout_seconds: 100_000 },
    ]),
  ];
}

function paramsOf(input: JsonObject | undefined, draw: Draw): JsonObject {
  if (input === undefined) return {};
  const params = valuesOrNone(input)?.draw(draw);
  return isJsonObject(params) ? params : {};
}
