import { destinationName } from "../../api-destination/arn.ts";
import { liveDestination } from "../../api-destination/restore/live.ts";
import type { PipeSettings } from "../document.ts";
import { CALLED, textOf } from "./calls.ts";
import type { PipeRestorePorts } from "./ports.ts";

/** API destinations that a pipe calls, by their ARNs in the words of the destination: what has its name there. */
export type Destinations = ReadonlyMap<string, { readonly name: string; readonly found: string | undefined }>;

export async function destinationsOf(
  ports: Pick<PipeRestorePorts, "events" | "sleep">,
  settings: PipeSettings,
): Promise<Destinations> {
  const all = new Map<string, { readonly name: string; readonly found: string | undefined }>();
  for (const key of CALLED) {
    const arn = textOf(settings, key) ?? "";
    const name = destinationName(arn);
    if (name === undefined || all.has(arn)) continue;
    all.set(arn, { name, found: (await liveDestination(ports, name))?.arn });
  }
  return all;
}

/** The settings, where what is only made by this restore is another one than a live pipe calls. */
export function settingsToMade(
  settings: PipeSettings,
  destinations: Destinations,
  together: ReadonlySet<string>,
): PipeSettings {
  const made = CALLED.flatMap((key) => {
    const arn = textOf(settings, key) ?? "";
    const one = destinations.get(arn);
    return one !== undefined && one.found !== arn && together.has(arn) ? [[key, `${arn}/new`] as const] : [];
  });
  return { ...settings, ...Object.fromEntries(made) };
}
