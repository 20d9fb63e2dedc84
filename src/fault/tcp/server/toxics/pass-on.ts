import type { Pipe } from '../toxic.ts';

/** Passes everything on as it comes: what a toxic does to a connection that it does not hit. */
export async function passOn(pipe: Pipe): Promise<void> {
  for (;;) {
    const taken = await pipe.take();
    if (taken === 'end') return pipe.close();
    if (typeof taken === 'string') return;
    pipe.send(taken);
  }
}
