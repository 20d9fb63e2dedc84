/** What Rehearsal's own toxics can do to a connection, beyond what passes through the pipe. */
export interface Wire {
  /** A RST to both sides, after what was passed on has left. */
  reset(): void;
  /** A FIN to the receiver of this direction; the other direction stays open. */
  endReceiver(): void;
  /** Lets go of the sender of this direction, and tells its receiver nothing. */
  dropSender(): void;
  /** Opens one more connection to the upstream, whose answer goes nowhere. What is written to it arrives so much later. */
  openCopy(delayMs: number): WireCopy;
}

/** A second connection to the upstream. */
export interface WireCopy {
  write(data: Uint8Array): void;
  end(): void;
}
