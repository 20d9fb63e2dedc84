/** A number that operations may change without touching code; times are short where an agent is tested in real time. */
export function setting(name: string, otherwise: number): number {
  const value = Number(process.env[name] ?? otherwise);
  if (!Number.isFinite(value)) throw new Error(`${name} is no number: ${process.env[name]}`);
  return value;
}
