interface Doing<T> {
  /** What has to be done before it. */
  readonly after: (one: T) => readonly T[];
  /** So many at the same time. */
  readonly most: number;
  /** Whether it went well. Never throws. */
  readonly act: (one: T) => Promise<boolean>;
}

/**
 * Does each as soon as what it comes after is done, those that stand earlier first. After one that did not go well none
 * begins any more; those that are under way are waited for. Resolves with those that went well.
 */
export async function inOrder<T>(all: readonly T[], { after, most, act }: Doing<T>): Promise<ReadonlySet<T>> {
  const done = new Set<T>();
  const left = new Set(all);
  const running = new Map<T, Promise<readonly [T, boolean]>>();
  for (let goesOn = true; ; ) {
    for (const one of goesOn ? [...left] : []) {
      if (running.size >= most) break;
      if (!after(one).every((other) => done.has(other))) continue;
      left.delete(one);
      running.set(
        one,
        act(one).then((well) => [one, well]),
      );
    }
    if (running.size === 0) return done;
    const [one, well] = await Promise.race(running.values());
    running.delete(one);
    if (well) done.add(one);
    else goesOn = false;
  }
}
