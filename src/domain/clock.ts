/**
 * The clock of one episode. Whatever waits on the gateway's side waits by it, and events are dated by it: on a virtual clock four hours
 * pass in a moment, exactly.
 */
export interface EpisodeClock {
  /** Milliseconds since the episode began. */
  now(): number;
  /** The date, in milliseconds since 1970: the machine's own on real time, on virtual time that of the episode. */
  date(): number;
  /** Settles after so long. @throws the signal's reason, as soon as it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
