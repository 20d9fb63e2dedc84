import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerTo, prepare, type Dialogue } from './dialogue.ts';
import { startServer, type RunningServer } from './server.ts';
import type { Workshop } from './workshop.ts';

/** Starts aimock's server where that package is installed. */
export async function startAimock(workshop: Workshop, folder: string, fixtures: () => string, probed = true): Promise<RunningServer | undefined> {
  const program = workshop.peerProgram('llmock');
  if (program === undefined) return undefined;
  return startServer([process.execPath, program, '--port', '0', '--fixtures', fixtures(), '--strict'], { folder, probed });
}

/** The same recordings as aimock keeps them: matched by a part of the user's message. */
export function writeAimockFixtures(folder: string, count: number, dialogue: Dialogue): string {
  const file = join(folder, `aimock-${count}.json`);
  if (existsSync(file)) return file;
  const fixtures = Array.from({ length: count }, (_, index) => {
    const [body] = answerTo(index + 1, dialogue).chunks;
    const { choices } = JSON.parse(body!) as { choices: readonly { message: { content: string } }[] };
    return { match: { userMessage: lastMessage(index + 1, dialogue) }, response: { content: choices[0]!.message.content } };
  });
  writeFileSync(file, JSON.stringify({ fixtures }));
  return file;
}

function lastMessage(number: number, dialogue: Dialogue): string {
  const text = prepare(number, dialogue).bytes.toString('utf8');
  const body = JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4)) as { messages: readonly { content: string }[] };
  return body.messages.at(-1)!.content;
}
