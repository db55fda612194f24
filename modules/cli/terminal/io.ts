/** The world of one call of the command line, handed in so that tests run it in their own process. */
export interface Io {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Until stdout takes more. Absent: it takes everything at once. */
  readonly drained?: () => Promise<void>;
  /** Lines to say when somebody ends the command by a signal; what is returned takes them back. */
  readonly whenInterrupted?: (words: () => readonly string[], cleanUp?: () => Promise<void>) => () => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Policies and every relative path are read from here. */
  readonly cwd: string;
  readonly now: () => Date;
  readonly isTTY: { readonly stdout: boolean; readonly stderr: boolean };
}

/** Colour and moving lines are for a person at a terminal who has not said otherwise. */
export function isInteractive(
  { env, isTTY }: Pick<Io, "env" | "isTTY">,
  stream: "stdout" | "stderr",
): boolean {
  const said = (name: string): boolean => env[name] !== undefined && env[name] !== "";
  return isTTY[stream] && !said("NO_COLOR") && !said("CI") && env.TERM !== "dumb";
}
