import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { cassetteFiles } from '../../src/cassette/files.ts';
import { readCassette } from '../../src/cassette/read-cassette.ts';
import { dialectFor } from '../../src/dialect/index.ts';
import type { Block, ChatRequest, Turn } from '../../src/domain/chat.ts';
import { eventsOf } from '../../src/domain/event.ts';
import type { HttpRequest } from '../../src/domain/http.ts';
import { isJsonObject, type Json } from '../../src/domain/json.ts';
import type { CasePlan } from '../../src/domain/scenario.ts';
import { loadScenarios, runOne } from '../../src/run/index.ts';
import { recordTo } from './exchanges.ts';
import { tempFolder } from './temp-folder.ts';

/** One word of a text is another one. */
function anotherWord(text: string): string {
  return text.replace(/\p{L}+/u, (word) => `${word}ish`);
}

function inFirstText(blocks: readonly Block[]): readonly Block[] | undefined {
  for (const [index, block] of blocks.entries()) {
    if (block.kind === 'text' && anotherWord(block.text) !== block.text) return blocks.with(index, { ...block, text: anotherWord(block.text) });
    if (block.kind !== 'tool-result') continue;
    const content = inFirstText(block.content);
    if (content !== undefined) return blocks.with(index, { ...block, content });
    const [first] = block.content;
    if (first?.kind === 'other')
      return blocks.with(index, { ...block, content: block.content.with(0, { ...first, value: inFirstLeaf(first.value) }) });
  }
  return undefined;
}

function inFirstLeaf(value: Json): Json {
  return JSON.parse(JSON.stringify(value).replace(/":"(\p{L}+)/u, '":"$1ish')) as Json;
}

function inTurn(chat: ChatRequest, isMeant: (turn: Turn, index: number) => boolean): ChatRequest | undefined {
  for (const [index, turn] of chat.turns.entries()) {
    const blocks = isMeant(turn, index) ? inFirstText(turn.blocks) : undefined;
    if (blocks !== undefined) return { ...chat, turns: chat.turns.with(index, { ...turn, blocks }) };
  }
  return undefined;
}

function warmer(value: Json): Json | undefined {
  if (!isJsonObject(value)) return undefined;
  for (const [name, member] of Object.entries(value)) {
    if (name === 'temperature') return { ...value, temperature: Number(member) + 0.1 };
    const inner = warmer(member);
    if (inner !== undefined) return { ...value, [name]: inner };
  }
  return undefined;
}

/** The changes of the done-line, each by one word; undefined where a request has nothing of the kind. */
export const changes: Readonly<Record<string, (chat: ChatRequest) => ChatRequest | undefined>> = {
  'system prompt': (chat) => {
    const system = inFirstText(chat.system);
    return system === undefined ? undefined : { ...chat, system };
  },
  'tool description': (chat) => {
    const index = chat.tools.findIndex(({ description }) => description !== undefined);
    const tool = chat.tools[index];
    return tool === undefined ? undefined : { ...chat, tools: chat.tools.with(index, { ...tool, description: anotherWord(tool.description!) }) };
  },
  temperature: (chat) => {
    const parameters = warmer(chat.parameters);
    return parameters === undefined ? undefined : { ...chat, parameters: parameters as ChatRequest['parameters'] };
  },
  'history turn': (chat) =>
    inTurn(chat, ({ role }, index) => index > 0 && role !== 'user' && role !== 'system') ??
    inTurn(chat, ({ blocks }, index) => index > 0 && blocks.some(({ kind }) => kind === 'tool-result')),
  "user's text": (chat) => inTurn(chat, ({ role, blocks }) => role === 'user' && blocks.some(({ kind }) => kind === 'text')),
};

/** A request with one word changed; the same object where there is nothing to change. */
export function mutated(request: HttpRequest, change: keyof typeof changes): HttpRequest {
  const dialect = dialectFor(request);
  if (dialect === undefined) return request;
  const chat = changes[change]!(dialect.readRequest(request));
  return chat === undefined ? request : { ...request, body: dialect.writeRequest(chat).body };
}

/** Every bundled case that is replayed without faults; one whose agent asks no model has no cassette. */
export function bundledCases(): readonly CasePlan[] {
  return loadScenarios(['scenarios']).flatMap(({ cases }) =>
    cases.filter(({ faults, answeredBy, cassette }) => faults.length === 0 && answeredBy === 'cassette' && existsSync(cassette)),
  );
}

/** Stands between an agent and the gateway, whose URL is a part of its own paths, and changes a word in every request. */
async function startMutator(change: keyof typeof changes): Promise<{ readonly origin: string; count: number }> {
  const mutator = { origin: '', count: 0 };
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
      const target = incoming.url!.slice('/to/'.length).replace(/^http:\/+/, 'http://');
      const url = new URL(target);
      const below = (url.pathname + url.search).replace(/^\/e\/[^/]+/, '');
      const request: HttpRequest = { method: incoming.method!, url: below, headers: [], body: Buffer.concat(chunks) };
      const sent = mutated(request, change);
      if (sent !== request) mutator.count++;
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).filter(([name]) => !['host', 'content-length', 'connection', 'transfer-encoding'].includes(name)),
      );
      const answer = await fetch(url, {
        method: incoming.method!,
        headers: headers as Record<string, string>,
        ...(sent.body.length === 0 ? {} : { body: Buffer.from(sent.body) }),
      });
      outgoing.writeHead(
        answer.status,
        Object.fromEntries(
          [...answer.headers].filter(([name]) => !['content-length', 'connection', 'transfer-encoding', 'keep-alive'].includes(name)),
        ),
      );
      outgoing.end(Buffer.from(await answer.arrayBuffer()));
    })().catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  mutator.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return mutator;
}

/**
 * Runs a bundled case with one word of its requests changed, and expects it to be red: a miss, no answer to any changed request. For agents in processes of their own a
 * proxy changes what they send; for functions, which have no socket, the recordings are changed instead. Returns how many requests were changed.
 */
export async function expectRed(plan: CasePlan, change: keyof typeof changes): Promise<number> {
  const folder = tempFolder();
  let changed = 0;
  let mutant: CasePlan;
  let mutator: { readonly origin: string; count: number } | undefined;
  if (plan.agent.kind === 'function') {
    const recorded = readCassette(cassetteFiles(plan.cassette), allDialects).exchanges.map((exchange) => {
      const request = mutated(exchange.request, change);
      if (request !== exchange.request) changed++;
      return { ...exchange, request };
    });
    recordTo(join(folder, 'mutant.yaml'), recorded);
    mutant = { ...plan, cassette: join(folder, 'mutant.yaml') };
  } else {
    mutator = await startMutator(change);
    const through = `${mutator.origin}/to/\${gateway}`;
    const urls = {
      OPENAI_BASE_URL: `${through}/openai/v1`,
      ANTHROPIC_BASE_URL: `${through}/anthropic`,
      GOOGLE_GEMINI_BASE_URL: `${through}/gemini`,
      GEMINI_BASE_URL: `${through}/gemini`,
    };
    mutant = { ...plan, agent: { ...plan.agent, environment: { ...plan.agent.environment, ...urls } } };
  }
  const { report, episode } = await runOne(mutant, {
    mode: 'replay',
    update: false,
    seed: 1,
    dialects: allDialects,
    logFile: join(folder, 'events.ndjson'),
    upstreamTimeoutMs: 5000,
    environment: process.env,
    signal: new AbortController().signal,
    updateCommand: () => 'record it again',
  });
  changed += mutator?.count ?? 0;
  const where = `${plan.id}, ${change}: ${report.sentence}`;
  if (changed === 0) {
    // Nothing of the kind in any request: then it must be as green as ever, or the mutator itself would be what made the others red.
    expect(['pass', 'expected-failure'], where).toContain(report.outcome);
    return 0;
  }
  expect(report.outcome, where).toBe('invalid');
  expect(report.miss, where).toMatch(/^REPLAY_MISS: request \d+ has no recording/);
  const answered = eventsOf(episode.events, 'model-answer').filter(({ origin }) => origin === 'replayed').length;
  const asked = eventsOf(episode.events, 'model-request').length;
  // Every changed request was refused; what was answered was not changed (the beginning of a conversation has no history yet).
  if (mutator !== undefined) expect(answered, where).toBe(asked - mutator.count);
  else if (change !== 'history turn') expect(answered, where).toBe(0);
  return changed;
}
