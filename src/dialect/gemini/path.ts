import { pathOf } from '../../domain/http.ts';

/** What a Gemini URL says: `/gemini/v1beta/models/<model>:<method>`, with any version or other parts before `models`, or none. */
export interface GeminiPath {
  readonly model: string;
  readonly method: string;
}

const pattern = /^\/gemini\/(?:.+\/)?models\/([^/]+):([A-Za-z]+)$/;

export function readGeminiPath(url: string): GeminiPath | undefined {
  const path = pathOf(url);
  // The prefix is compared first: this is asked of every request.
  const found = path.startsWith('/gemini/') ? pattern.exec(path) : null;
  return found === null ? undefined : { model: decoded(found[1]!), method: found[2]! };
}

export function writeGeminiPath({ model, method }: GeminiPath): string {
  return `/gemini/v1beta/models/${encodeURIComponent(model)}:${method}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
