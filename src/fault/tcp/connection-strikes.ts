import type { ConnectionFault, ConnectionToxic } from '../../domain/fault.ts';
import { RehearsalFailure, toFailure } from '../../domain/failure.ts';
import type { ToxiproxyProxy } from './toxiproxy.ts';

/** The connection on which a request came, as its server sees it. */
export interface StruckConnection {
  /** One and the same for all requests on this connection. */
  readonly socket: object;
  /** Bytes that were written to it so far. */
  bytesWritten(): number;
  /** Settles when the answer was handed to the network, all of it, or the connection was closed before. */
  answered(): Promise<'answered' | 'closed'>;
  closed(): Promise<void>;
}

/** A fault whose turn it is. */
export interface ConnectionStrike {
  /** Its position in the schedule. */
  readonly index: number;
  readonly fault: ConnectionFault;
  /** It is never taken away. */
  readonly stays: boolean;
  /** The agent can feel it. */
  fired(): void;
  /** It is in place, and yet the agent cannot have felt it. */
  missed(why: string): void;
}

/** Puts faults between an agent and its server, and takes them away again. */
export interface ConnectionStrikes {
  /** Before a request is handled: what struck those before it, and is over, is taken away. */
  arrived(connection: StruckConnection): Promise<void>;
  /** Of the next answer, whatever it is, no more than so many bytes get through. */
  passesBytes(): number;
  /** Before the answer leaves. @throws RehearsalFailure TOXIPROXY_UNUSABLE where it could not be put in place. */
  strike(strike: ConnectionStrike, connection: StruckConnection): Promise<void>;
  /** Settles when nothing is on its way any more; nothing is taken away after that. */
  end(): Promise<void>;
}

interface Placed {
  readonly strike: ConnectionStrike;
  readonly toxics: readonly string[];
  /** The connection with which it ends. */
  socket: object;
  /** Requests that it strikes after this one. */
  requestsLeft: number;
  /** Settles when it is known whether it was felt. */
  known: Promise<void>;
  lifted: Promise<void> | undefined;
}

/** A timer may be late, and so may what was held back. */
const marginMs = 50;
/** Whose connection is neither served nor closed by then is not waited for. */
const endMsMax = 1000;

/** Whatever the proxy does not do any more after it struck is told to `onTrouble`. */
export function createConnectionStrikes(proxy: ToxiproxyProxy, onTrouble: (failure: RehearsalFailure) => void): ConnectionStrikes {
  const placed = new Set<Placed>();
  const timers = new Set<NodeJS.Timeout>();
  let over = false;

  const lift = (one: Placed): Promise<void> => (one.lifted ??= liftNow(one));
  const liftNow = async (one: Placed): Promise<void> => {
    if (over) return;
    try {
      if (one.strike.fault.down === true) await proxy.enable();
      for (const toxic of one.toxics) await proxy.removeToxic(toxic);
    } catch (error) {
      if (!over) onTrouble(toFailure(error));
    }
    placed.delete(one);
  };
  const liftAfter = (one: Placed, ms: number): void => {
    if (ms === Infinity || over) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      void lift(one);
    }, ms);
    timers.add(timer);
  };

  /** It is over with this answer or this connection. */
  const watch = (one: Placed, connection: StruckConnection, bytesBefore: number): void => {
    const { fault } = one.strike;
    one.socket = connection.socket;
    const waitOut = async (): Promise<void> => {
      const how = await connection.answered();
      if (how === 'answered' && fault.holdsMs !== undefined) return liftAfter(one, fault.holdsMs(connection.bytesWritten() - bytesBefore) + marginMs);
      await connection.closed();
      await lift(one);
    };
    void waitOut();
  };

  const put = async ({ index, fault }: ConnectionStrike, toxics: readonly ConnectionToxic[]): Promise<readonly string[]> => {
    const names: string[] = [];
    for (const [position, toxic] of toxics.entries())
      names.push(await proxy.addToxic({ ...toxic, name: `fault_${index}_${position}_${toxic.type}` }));
    if (fault.down === true) await proxy.disable();
    return names;
  };

  /** Says whether the agent can feel it. */
  const tell = async (strike: ConnectionStrike, connection: StruckConnection, bytesBefore: number): Promise<void> => {
    const { beyondBytes, passesBytes } = strike.fault;
    const limit = beyondBytes ?? passesBytes ?? 0;
    if (limit === 0) return strike.fired();
    await connection.answered();
    const bytes = connection.bytesWritten() - bytesBefore;
    if (bytes > limit) strike.fired();
    else strike.missed(`the answer has ${bytes} bytes, its head included, and only what comes after the ${limit}th is struck`);
  };

  return {
    async arrived(connection) {
      for (const one of placed) {
        const { stays, fault } = one.strike;
        if (stays || one.lifted !== undefined || fault.seconds !== undefined) continue;
        if (one.requestsLeft > 0) {
          if (--one.requestsLeft === 0) watch(one, connection, connection.bytesWritten());
        }
        // An agent that asks again on the same connection has heard the answer before.
        else if (fault.untilAsked === true || one.socket === connection.socket) void lift(one);
      }
      await Promise.all([...placed].flatMap((one) => [one.known, one.lifted ?? Promise.resolve()]));
    },
    passesBytes: () => Math.min(Infinity, ...[...placed].map(({ strike }) => strike.fault.passesBytes ?? Infinity)),
    async strike(strike, connection) {
      const { index, fault, stays } = strike;
      const before = [...placed].find((one) => one.strike.index === index);
      if (before?.strike.stays === true) return strike.fired();
      if (before !== undefined) await lift(before);
      const bytesBefore = connection.bytesWritten();
      const lasts = stays || fault.seconds !== undefined || fault.requests !== undefined;
      const once = lasts ? undefined : fault.once;
      const toxics = await put(strike, once?.toxics ?? fault.toxics ?? []);
      const seconds = once?.seconds ?? fault.seconds;
      const requestsLeft = (fault.requests ?? 1) - 1;
      const one: Placed = { strike, toxics, socket: connection.socket, requestsLeft, known: Promise.resolve(), lifted: undefined };
      placed.add(one);
      one.known = tell(strike, connection, bytesBefore);
      if (stays) return;
      if (seconds !== undefined) liftAfter(one, seconds * 1000);
      if (fault.seconds === undefined && requestsLeft === 0 && fault.untilAsked !== true) watch(one, connection, bytesBefore);
    },
    async end() {
      over = true;
      for (const timer of timers) clearTimeout(timer);
      const known = Promise.all([...placed].flatMap((one) => [one.known, one.lifted ?? Promise.resolve()]));
      await Promise.race([known, new Promise((resolve) => setTimeout(resolve, endMsMax).unref())]);
    },
  };
}
