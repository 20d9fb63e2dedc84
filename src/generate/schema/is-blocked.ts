import type { Leaf } from './leaf.ts';

/** True where bounds contradict each other for every type that is possible. */
export function isBlocked({ types, values, number, string, array, object }: Leaf): boolean {
  if (values !== undefined) return false;
  return types.every((type) => {
    switch (type) {
      case 'integer':
      case 'number':
        return number.min > number.max || (number.min === number.max && (number.openMin || number.openMax));
      case 'string':
        return string.lengthMin > string.lengthMax;
      case 'array':
        return array.itemsMin > array.itemsMax;
      case 'object':
        return object.membersMin > object.membersMax || object.required.length > object.membersMax;
      default:
        return false;
    }
  });
}
