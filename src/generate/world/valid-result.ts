import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import type { Draw } from '../draw.ts';
import type { ToolSituation } from './tool-situation.ts';

/** A result by the contract that answers this call: it speaks of the order that was asked about, and says that it is a success. */
export function validResult({ values, arguments: given }: ToolSituation, draw: Draw): Json {
  const drawn: Json = values === undefined ? { status: 'success' } : values.draw(draw);
  if (!isJsonObject(drawn)) return drawn;
  const asked = isJsonObject(given) ? Object.entries(given).filter(([name]) => Object.hasOwn(drawn, name)) : [];
  return [['status', 'success'] as const, ...asked].reduce<JsonObject>((result, [name, value]) => {
    const changed: JsonObject = { ...result, [name]: value };
    return Object.hasOwn(result, name) && (values?.accepts(changed) ?? true) ? changed : result;
  }, drawn);
}
