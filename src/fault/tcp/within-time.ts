/** A server on the same network that says nothing for so long is as good as gone. */
const answerMsMax = 10_000;

/** An answer, or an error when none comes: the client itself waits for minutes. */
export async function withinTime<T>(answer: Promise<T>, origin: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${origin} gave no answer within ${answerMsMax / 1000} s`)), answerMsMax);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
