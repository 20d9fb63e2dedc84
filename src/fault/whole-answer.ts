import { headerValue, WireBreak, type Answer, type HeaderList, type HttpResponse } from '../domain/http.ts';

/** An answer whose body is all there. */
export interface WholeAnswer {
  /** The same answer, to be passed on. */
  readonly answer: Answer;
  readonly response: HttpResponse;
}

/** Waits for the end of an answer: a kind that changes what is said must know all of it. */
export async function wholeAnswer(answer: Answer): Promise<WholeAnswer> {
  const { status, statusText, headers, body } = answer;
  if (!(Symbol.asyncIterator in body)) {
    return { answer, response: { status, statusText, headers, chunks: body, ending: answer.ending ?? 'complete' } };
  }
  const chunks: Uint8Array[] = [];
  let ending = answer.ending ?? 'complete';
  try {
    for await (const chunk of body) chunks.push(chunk);
  } catch (error) {
    if (!(error instanceof WireBreak)) throw error;
    ending = error.ending;
  }
  return { answer: { status, statusText, headers, body: chunks, ending }, response: { status, statusText, headers, chunks, ending } };
}

/** Whether an answer comes as server-sent events. */
export function isEventStream(headers: HeaderList): boolean {
  return /text\/event-stream/i.test(headerValue(headers, 'content-type') ?? '');
}
