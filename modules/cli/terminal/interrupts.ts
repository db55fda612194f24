type Words = () => readonly string[];
/** Takes back what a command has made for a while. */
type CleanUp = () => Promise<void>;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Lets a command say how to go on when somebody ends it: with Ctrl-C, `kill` or by closing the terminal. The process
 * then ends by the signal, as whoever started it expects, once what it made for a while is taken back.
 * @returns what makes a command heard, and what takes that back
 */
export function interruptsOf(
  process: NodeJS.Process,
  write: (text: string) => void,
): (words: Words, cleanUp?: CleanUp) => () => void {
  const waiting = new Map<Words, CleanUp | undefined>();
  let isEnding = false;
  const leave = (signal: NodeJS.Signals): void => {
    for (const each of SIGNALS) process.removeListener(each, end);
    process.kill(process.pid, signal);
  };
  const end = (signal: NodeJS.Signals): void => {
    // Whoever says it twice waits for nothing.
    if (isEnding) {
      leave(signal);
      return;
    }
    for (const words of waiting.keys()) for (const line of words()) write(`${line}\n`);
    const cleaning = [...waiting.values()].flatMap((cleanUp) => (cleanUp === undefined ? [] : cleanUp()));
    isEnding = true;
    if (cleaning.length === 0) leave(signal);
    else Promise.allSettled(cleaning).then(() => leave(signal));
  };
  return (words, cleanUp) => {
    if (waiting.size === 0) for (const signal of SIGNALS) process.on(signal, end);
    waiting.set(words, cleanUp);
    return () => {
      waiting.delete(words);
      if (waiting.size === 0 && !isEnding) for (const signal of SIGNALS) process.removeListener(signal, end);
    };
  };
}
