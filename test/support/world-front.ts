import { onTestFinished } from 'vitest';
import { exactMatching } from '../../src/domain/cassette.ts';
import { createRedactor } from '../../src/cassette/redaction/index.ts';
import { createEpisodeGate, startHttpFront, worldRoutes } from '../../src/gateway/index.ts';
import { openWorld, type OpenedWorld, type WorldMembers } from './world.ts';

/** A world behind the real server, at the root. */
export async function openWorldFront(members: WorldMembers): Promise<OpenedWorld & { readonly origin: string; readonly port: number }> {
  const opened = openWorld(members);
  const gate = createEpisodeGate({
    answerer: {
      answer() {
        throw new Error('No model is asked here.');
      },
    },
    injector: opened.injector,
    redactor: createRedactor(),
    matching: exactMatching,
    clock: opened.clock,
    sideRoutes: worldRoutes(opened.world),
    emit: (event) => opened.emit(event),
  });
  const front = await startHttpFront(0);
  onTestFinished(() => front.stop());
  front.open('', gate);
  return { ...opened, origin: front.origin, port: front.port };
}
