type Words = () => readonly string[];

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Lets a command say how to go on when somebody ends it: with Ctrl-C, `kill` or by closing the terminal. The process
 * then ends by the signal, as whoever started it expects.
 * @returns what makes a command heard, and what takes that back
 */
export function interruptsOf(
  process: NodeJS.Process,
  write: (text: string) => void,
): (words: Words) => () => void {
  const waiting = new Set<Words>();
  const end = (signal: NodeJS.Signals): void => {
    for (const words of waiting) for (const line of words()) write(`${line}\n`);
    for (const each of SIGNALS) process.removeListener(each, end);
    process.kill(process.pid, signal);
  };
  return (words) => {
    if (waiting.size === 0) for (const signal of SIGNALS) process.on(signal, end);
    waiting.add(words);
    return () => {
      waiting.delete(words);
      if (waiting.size === 0) for (const signal of SIGNALS) process.removeListener(signal, end);
    };
  };
}
