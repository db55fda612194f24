/** Prints each step as it ends, with its time: what a person watches, and what a pipeline's log keeps. */
export class DemoReport {
  #write: (line: string) => void;
  readonly #now: () => number;
  readonly #started: number;

  constructor(write: (line: string) => void, now: () => number) {
    this.#write = write;
    this.#now = now;
    this.#started = now();
  }

  /** Runs one step and prints `  12.3 s  apply  5 stacks, 131 resources`; a failure names the step. */
  async step<T>(name: string, run: () => Promise<T>, say: (result: T) => string): Promise<T> {
    const began = this.#now();
    try {
      const result = await run();
      this.#line(began, name, say(result));
      return result;
    } catch (error) {
      this.#line(began, name, "FAILED");
      throw error;
    }
  }

  /** A line that belongs to the step above it. */
  detail(line: string): void {
    this.#write(`${" ".repeat(24)}${line}`);
  }

  /** What still goes on fails by its end: nobody has to read that. */
  end(): void {
    this.#write = () => undefined;
  }

  total(): void {
    this.#line(this.#started, "total", "");
  }

  #line(began: number, name: string, text: string): void {
    const seconds = ((this.#now() - began) / 1000).toFixed(1).padStart(7);
    const [first = "", ...rest] = text.split("\n");
    this.#write(`${seconds} s  ${name.padEnd(13)}${first}`.trimEnd());
    for (const line of rest) this.detail(line);
  }
}
