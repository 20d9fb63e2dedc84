import { cassetteFiles } from '../cassette/files.ts';
import { canonicalRequest } from '../cassette/key.ts';
import { readCassette, type Dialects } from '../cassette/read-cassette.ts';
import { dialectFor } from '../dialect/index.ts';
import { encodeUtf8 } from '../domain/http.ts';
import type { Json } from '../domain/json.ts';
import { statusOf, type TapedResult } from '../world/index.ts';
import { createConversationTracker } from './conversation-tracker.ts';
import { jsonOf } from './world-routes/json-body.ts';

/**
 * The results of tools that the agent told its models while a cassette was recorded, in their order; what was recorded under faults is left out.
 *
 * @throws RehearsalFailure as `readCassette` does.
 */
export function readTape(path: string, dialects: Dialects): readonly TapedResult[] {
  const { exchanges, header } = readCassette(cassetteFiles(path), dialects);
  const tracker = createConversationTracker();
  return exchanges.flatMap(({ request, branch }) => {
    const dialect = branch === 'main' ? dialectFor(request) : undefined;
    if (dialect === undefined) return [];
    const canonical = canonicalRequest(request, dialect, header.matching);
    if (canonical.chat === undefined) return [];
    return tracker.continue(canonical, canonical.chat).toolResults.map(({ name, arguments: args, text, isError }) => ({
      tool: name,
      arguments: args ?? {},
      result: resultOf(text, isError),
    }));
  });
}

/** What the model was told; an error that was told in words is one that asking again does not mend. */
function resultOf(text: string, isError: boolean): Json {
  const result = jsonOf(encodeUtf8(text));
  return isError && statusOf(result) === 'success' ? { status: 'permanent_error', error_code: 'RECORDED_ERROR', error_message: text } : result;
}
