/** The object without the members that are undefined: an optional member is absent or has a value. */
export function defined<T extends object>(members: { [K in keyof T]: T[K] | undefined }): T {
  const object: Partial<T> = {};
  for (const key of Object.keys(members) as (keyof T)[]) {
    const value = members[key];
    if (value !== undefined) object[key] = value;
  }
  return object as T;
}
