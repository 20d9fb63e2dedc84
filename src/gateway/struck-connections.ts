import { request as startRequest, type ServerResponse } from 'node:http';
import type { EventBody } from '../domain/event.ts';
import type { ConnectionFault } from '../domain/fault.ts';
import { failureText, toFailure } from '../domain/failure.ts';
import { headerValue, withoutHeaders, type Answer, type HttpRequest } from '../domain/http.ts';
import type { ConnectionStrike, ConnectionStrikes, Injector, StruckConnection } from '../fault/index.ts';
import { calledTool } from './called-tool.ts';
import type { EpisodeGate, IncomingCall } from './episode-gate.ts';
import { brokenConnection } from './json-answer.ts';

export interface StruckConnectionsOptions {
  readonly injector: Injector;
  readonly strikes: ConnectionStrikes;
  /** Where the agent connects to, with the path of the episode: `http://127.0.0.1:40123/e/e7`. */
  readonly agentUrl: string;
  emit(event: EventBody): void;
}

const secondTime = 'x-rehearsal-second-delivery';

/**
 * A gate behind a connection that planned faults strike. The answer is made first, then the fault is put in place, then the answer leaves.
 *
 * ```
 * request ─▶ what is over is taken away ─▶ whose turn? ─▶ delivered twice? not let in? ─▶ gate ─▶ toxics ─▶ answer
 * ```
 */
export function behindStruckConnection(gate: EpisodeGate, options: StruckConnectionsOptions): EpisodeGate {
  const { injector, strikes, emit } = options;
  const underWay = new Set<string>();
  let deliveries = 0;

  const armedFor = ({ provider, request }: IncomingCall): readonly Armed[] => {
    const tool = provider === undefined ? calledTool(request) : undefined;
    if (provider === undefined && tool === undefined) return [];
    const target = { site: 'connection', provider: provider ?? '', model: '', tools: tool === undefined ? [] : [tool], content: '' } as const;
    return injector.arm(target).map(({ index, planned, kind }) => ({
      index,
      name: planned.fault,
      stays: planned.occurrence === 'every',
      fault: kind.strikeConnection!(planned.settings),
    }));
  };

  const strikeOf = ({ index, name, stays, fault }: Armed, call: () => number): ConnectionStrike => ({
    index,
    fault,
    stays,
    fired() {
      injector.markFired(index);
      emit({ kind: 'fault-fired', call: call(), fault: index, name, text: fault.text });
    },
    missed: (why) => injector.markFailed(index, why),
  });

  const place = async (armed: readonly Armed[], connection: StruckConnection, call: () => number): Promise<void> => {
    for (const one of armed) {
      try {
        await strikes.strike(strikeOf(one, call), connection);
      } catch (error) {
        // A fault that was not put in place has not fired, and that makes the case invalid; this says why.
        const failure = toFailure(error);
        injector.markFailed(one.index, failure.message);
        emit({ kind: 'failure', code: failure.code, text: failureText(failure) });
      }
    }
  };

  /** Sends the same request once more through the connection, and waits until it was answered. */
  const deliverTwice = async (one: Armed, incoming: IncomingCall): Promise<void> => {
    const id = String(++deliveries);
    underWay.add(id);
    await sendAgain(incoming.request, `${options.agentUrl}${incoming.request.url}`, id);
    if (underWay.delete(id)) injector.markFailed(one.index, 'The second delivery did not arrive.');
    else strikeOf(one, () => 0).fired();
  };

  const handleSecond = (incoming: IncomingCall, id: string): Promise<Answer> => {
    underWay.delete(id);
    const request = { ...incoming.request, headers: withoutHeaders(incoming.request.headers, new Set([secondTime])) };
    // Nobody hears its answer.
    return gate.handle({ ...incoming, request, isSecondDelivery: true, signal: AbortSignal.abort() });
  };

  return {
    ...gate,
    async handle(incoming) {
      const { response, request, provider } = incoming;
      if (response === undefined) return gate.handle(incoming);
      const id = headerValue(request.headers, secondTime);
      if (id !== undefined && underWay.has(id)) return handleSecond(incoming, id);
      const connection = connectionOf(response);
      await strikes.arrived(connection);
      const armed = armedFor(incoming);
      for (const one of armed) if (one.fault.twice === true) await deliverTwice(one, incoming);
      const placed = armed.filter(({ fault }) => fault.twice !== true);
      let call = 0;
      if (placed.some(({ fault }) => fault.unheard === true)) {
        await place(placed, connection, () => call);
        return brokenConnection;
      }
      const passesBytes = Math.min(strikes.passesBytes(), ...placed.map(({ fault }) => fault.passesBytes ?? Infinity));
      const isLost = passesBytes < Infinity;
      const answer = await gate.handle({
        ...incoming,
        ...(isLost ? { passesBytes } : {}),
        // To a tool it is the same whether the agent hangs up or its answer gets lost.
        ...(isLost && provider === undefined ? { signal: AbortSignal.abort() } : {}),
        onCall: (number) => void (call = number),
      });
      await place(placed, connection, () => call);
      return placed.some(({ fault }) => fault.untilClose === true) ? { ...answer, untilClose: true } : answer;
    },
  };
}

interface Armed {
  readonly index: number;
  readonly name: string;
  readonly stays: boolean;
  readonly fault: ConnectionFault;
}

function connectionOf(response: ServerResponse): StruckConnection {
  const socket = response.socket!;
  return {
    socket,
    bytesWritten: () => socket.bytesWritten,
    answered: () =>
      new Promise((resolve) => {
        if (response.writableFinished) return resolve('answered');
        if (socket.destroyed) return resolve('closed');
        response.once('finish', () => resolve('answered'));
        response.once('close', () => resolve(response.writableFinished ? 'answered' : 'closed'));
        socket.once('close', () => resolve(response.writableFinished ? 'answered' : 'closed'));
      }),
    closed: () => new Promise((resolve) => (socket.destroyed ? resolve() : socket.once('close', () => resolve()))),
  };
}

/** These belong to a connection, and this is another one. */
const ofConnection = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'expect']);

function sendAgain({ method, headers, body }: HttpRequest, url: string, id: string): Promise<void> {
  return new Promise((resolve) => {
    const flat = withoutHeaders(headers, ofConnection).flatMap(([name, value]) => [name, value]);
    const sent = startRequest(url, {
      method,
      agent: false,
      headers: [...flat, 'connection', 'close', 'content-length', String(body.length), secondTime, id] as never,
    });
    sent.on('response', (response) => response.resume().on('close', () => resolve()));
    sent.on('error', () => resolve());
    sent.end(body);
  });
}
