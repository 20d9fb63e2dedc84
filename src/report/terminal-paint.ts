const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], magenta: [35, 39], cyan: [36, 39] } as const;

export type TerminalColour = keyof typeof codes;
/** Wraps text in the escape sequences of a colour, or in nothing. */
export type Paint = Readonly<Record<TerminalColour, (text: string) => string>>;

/** The colours of the sixteen that every terminal has and every theme keeps readable; without colour, text stays as it is. */
export function terminalPaint(colour: boolean): Paint {
  const painted = ([on, off]: readonly [number, number]) =>
    colour ? (text: string): string => (text === '' ? text : `\u001B[${on}m${text}\u001B[${off}m`) : (text: string): string => text;
  return {
    bold: painted(codes.bold),
    dim: painted(codes.dim),
    red: painted(codes.red),
    green: painted(codes.green),
    yellow: painted(codes.yellow),
    magenta: painted(codes.magenta),
    cyan: painted(codes.cyan),
  };
}
