import type { Activating } from "../../modules/protectors/activating.ts";

/** Takes back all that was activated, in the opposite order: what became of each, or the message of its error. */
export async function takeBack(all: readonly Activating[]): Promise<string[]> {
  const done: string[] = [];
  for (const { disarming } of all.toReversed()) {
    if (disarming === undefined) continue;
    const act = async (): Promise<string> => {
      if (await disarming.inactive()) return `keep ${disarming.title}`;
      await disarming.disarm();
      return disarming.title;
    };
    done.push(await act().catch((error: Error) => error.message));
  }
  return done;
}
