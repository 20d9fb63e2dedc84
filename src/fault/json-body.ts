import { decodeUtf8, joinChunks, type Answer } from '../domain/http.ts';
import { isEventStream, wholeAnswer } from './whole-answer.ts';

/** The answer, all of it; and its text where that is one JSON document. Streams of events are passed on as they come. */
export async function jsonBody(answer: Answer): Promise<{ readonly answer: Answer; readonly text?: string }> {
  if (isEventStream(answer.headers)) return { answer };
  const whole = await wholeAnswer(answer);
  const text = decodeUtf8(joinChunks(whole.response.chunks));
  return whole.response.ending === 'complete' && isJson(text) ? { answer: whole.answer, text } : { answer: whole.answer };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
