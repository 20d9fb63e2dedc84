import type { ToolCallBlock } from '../../domain/chat.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { changeAnswer, changeCall } from '../change-answer.ts';
import type { FaultKind } from '../fault-kind.ts';
import { callsWithArguments } from '../says-something.ts';
import { simplerThan } from '../simpler-than.ts';

interface Settings {
  readonly how?: 'wrong-type' | 'missing-member' | 'unknown-member';
  readonly member?: string;
}

/** The arguments are JSON, and not what the tool was declared to take. */
export const argumentsOffSchema: FaultKind = {
  name: 'arguments-off-schema',
  site: 'model',
  summary: 'The model calls a tool with arguments that its schema forbids.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      how: {
        enum: ['wrong-type', 'missing-member', 'unknown-member'],
        description:
          '`wrong-type` (default), `missing-member` where the schema requires one, `unknown-member` where it allows no others. Where the schema forbids nothing of that kind the call cannot be struck.',
      },
      member: { type: 'string', minLength: 1, description: 'Which one. Default: the first that will do.' },
    },
  },
  consumesRecording: false,
  example: { how: 'wrong-type' },
  damage: (settings, answer, context) =>
    changeAnswer(answer, context, (said, { request }) => {
      let text = '';
      const changed = changeCall(said, (call) => {
        const schema = request.tools.find(({ name }) => name === call.name)?.schema;
        const spoiled = spoil(call, isJsonObject(schema) ? schema : {}, settings);
        if (spoiled === undefined) return undefined;
        text = `called ${call.name} ${spoiled.text}`;
        return { ...call, arguments: spoiled.arguments };
      });
      return changed === undefined ? undefined : { said: changed, text };
    }),
  tries: (place) => (callsWithArguments(place) ? [{}] : []),
  simpler(settings) {
    const { member: _member, ...any } = settings;
    return simplerThan(settings, [{}, any]);
  },
};

function spoil(call: ToolCallBlock, schema: JsonObject, { how = 'wrong-type', member }: Settings): { arguments: Json; text: string } | undefined {
  const given = call.arguments;
  if (!isJsonObject(given)) return undefined;
  const pick = (names: readonly string[]): string | undefined => names.find((name) => name in given && (member === undefined || name === member));
  if (how === 'unknown-member') {
    const name = member ?? 'unexpected';
    if (schema['additionalProperties'] !== false || name in given || (isJsonObject(schema['properties']) && name in schema['properties']))
      return undefined;
    return { arguments: { ...given, [name]: true }, text: `with \`${name}\`, which it does not know` };
  }
  if (how === 'missing-member') {
    const name = pick(Array.isArray(schema['required']) ? (schema['required'] as readonly string[]) : []);
    if (name === undefined) return undefined;
    const { [name]: _left, ...rest } = given;
    return { arguments: rest, text: `without \`${name}\`` };
  }
  const name = pick(Object.keys(given));
  if (name === undefined) return undefined;
  return { arguments: { ...given, [name]: ofAnotherType(given[name]!) }, text: `with a \`${name}\` of the wrong type` };
}

/** No schema that takes the one takes the other, unless it takes anything. */
function ofAnotherType(value: Json): Json {
  return isJsonObject(value) || Array.isArray(value) ? 'unexpected' : { value };
}
