/** True for the text of a report of chaos, whole or torn; of all others by the first thing that it says. */
export function isChaosReport(text: string): boolean {
  return /^\uFEFF?\s*\{\s*"format"\s*:\s*"rehearsal\/chaos\//.test(text);
}
