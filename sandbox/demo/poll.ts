import { setTimeout as sleep } from "node:timers/promises";

/**
 * Asks until there is an answer, for at most `patienceMs`.
 * @throws Error that names what did not come, with what `why` adds
 */
export async function poll<T>(
  what: string,
  patienceMs: number,
  ask: () => Promise<T | undefined>,
  why: () => string = () => "",
): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`${what} within ${patienceMs / 1000} s${why()}`);
    await sleep(200);
  }
}
