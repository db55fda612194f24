/** A clock that goes on when everything that runs waits for it, so that calls under way together take the time of one. */
export class Clock {
  /** Milliseconds since 1970. */
  now: number;
  readonly #due: { readonly at: number; readonly wake: () => void }[] = [];

  constructor(now: number) {
    this.now = now;
  }

  readonly sleep = (milliseconds: number): Promise<void> =>
    new Promise((wake) => {
      this.#due.push({ at: this.now + milliseconds, wake });
    });

  /** What that returns which sleeps by this clock alone. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    let isDone = false;
    const result = work().finally(() => {
      isDone = true;
    });
    // What throws is thrown to who waits below.
    result.catch(() => undefined);
    while (!isDone) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.#due.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined) continue;
      this.#due.splice(this.#due.indexOf(next), 1);
      this.now = next.at;
      next.wake();
    }
    return result;
  }
}
