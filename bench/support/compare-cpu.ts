import { exchangeAll, type PreparedRequest } from './client.ts';
import type { RunningServer } from './server.ts';
import { median } from './statistics.ts';

/** A server under load: `requestsOf(round)` gives what it is asked in a round; round 0 warms it up. */
export interface Contestant {
  readonly server: RunningServer;
  requestsOf(round: number): readonly PreparedRequest[];
}

/**
 * CPU per answer of several servers, a value per round. Within a round they take turns, so that a slow moment of the machine hits them alike; round 0
 * is not counted.
 */
export async function compareCpu(contestants: readonly Contestant[], rounds: number): Promise<readonly (readonly number[])[]> {
  const values: number[][] = contestants.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, { server, requestsOf }] of contestants.entries()) {
      const requests = requestsOf(round);
      const before = await server.cpuMicroseconds();
      await exchangeAll(server.port, requests);
      const used = (await server.cpuMicroseconds()) - before;
      if (round > 0) values[index]!.push(used / requests.length);
    }
  }
  return values;
}

/** The first round, in which the engine compiles what is used often, is longer than the others. */
export const warmUpRounds = 3;

/** How many requests all rounds need together. */
export function requestsOfAll(rounds: number, size: number): number {
  return (rounds + warmUpRounds) * size;
}

/** Requests for a server that plays each recording once: every round has numbers of its own. */
export function roundsOf(size: number, prepare: (number: number) => PreparedRequest): Contestant['requestsOf'] {
  return (round) =>
    round === 0
      ? Array.from({ length: size * warmUpRounds }, (_, index) => prepare(index + 1))
      : Array.from({ length: size }, (_, index) => prepare((round - 1 + warmUpRounds) * size + index + 1));
}

/** The same request over and over, for a server that gives one answer. */
export function always(size: number, request: PreparedRequest): Contestant['requestsOf'] {
  return (round) => Array.from({ length: round === 0 ? size * warmUpRounds : size }, () => request);
}

/** The median of what the rounds say: in each, both had the same moment of the machine. */
export function ratioOf(ours: readonly number[], theirs: readonly number[]): number {
  return median(ours.map((value, round) => value / theirs[round]!));
}
