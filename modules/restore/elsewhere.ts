import type { ClientOf, ProtectorPorts } from "../protectors/protector.ts";

/** A region that is lost is waited for once: whoever asks it again is told the same at once. */
export function askingElsewhere(
  clientIn: (region: string) => ClientOf,
): NonNullable<ProtectorPorts["elsewhere"]> {
  const silent = new Map<string, unknown>();
  return async (region, question) => {
    if (silent.has(region)) throw silent.get(region);
    try {
      return await question(clientIn(region));
    } catch (error) {
      silent.set(region, error);
      throw error;
    }
  };
}
