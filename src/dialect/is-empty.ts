import { isJsonObject, type Json } from '../domain/json.ts';

/** True for members that say nothing; providers send some of them always (`"annotations": []`). */
export function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  return Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0;
}
