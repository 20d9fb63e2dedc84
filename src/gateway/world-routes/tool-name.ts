/** The name in a path; one whose encoding is none stays as it is. */
export function toolName(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
